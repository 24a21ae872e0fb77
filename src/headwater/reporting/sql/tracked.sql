-- the touches of these persons up to each conversion; a direct touch came from nowhere in particular
SELECT
    conversion.conversion_id, touch.at, touch.id, touch.origin_id,
    touch.origin_id = 0 OR touch.origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct{more}
FROM conversions AS conversion
JOIN person_touches AS touch ON touch.person_id = conversion.person_id AND touch.at <= conversion.at
WHERE touch.at < $until
