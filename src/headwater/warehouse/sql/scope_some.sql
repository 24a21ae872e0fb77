-- Some visitors, from the beginning of time, in the shape of scope.sql. Value: their ids, as JSON.
CREATE OR REPLACE TEMP TABLE scope AS
SELECT unnest(from_json_strict(?, '["BIGINT"]')) AS visitor_id, getvariable('earliest') AS since,
    NULL::BIGINT AS origin_before, false AS is_continued;
