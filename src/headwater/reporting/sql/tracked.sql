-- the touches of these persons up to each conversion; a visitor is a person from `since` until `until`, and a direct
-- touch came from nowhere in particular
SELECT
    conversion.conversion_id, touch.at, touch.id, touch.origin_id,
    touch.origin_id = 0 OR touch.origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct{more}
FROM conversions AS conversion
JOIN visitors AS visitor USING (person_id)
JOIN touches AS touch
    ON touch.visitor_id = visitor.visitor_id
    AND touch.at >= visitor.since AND touch.at < visitor.until AND touch.at <= conversion.at
WHERE touch.at < $until
