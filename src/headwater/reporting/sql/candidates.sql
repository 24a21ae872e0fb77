-- all touches that may earn credit
SELECT *
FROM (
    SELECT conversion_id, "at", id, origin_id, is_direct{more} FROM tracked
    UNION ALL
    SELECT
        conversion_id, "at", id, origin_id,
        origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct{more}
    FROM imports
){if_candidate}
