-- the channels that each person ever came by
SELECT DISTINCT person_id, CASE WHEN origin_id = 0 THEN 'direct' ELSE coalesce(nullif(origin.channel, ''), '(not set)') END AS value
FROM visitors AS visitor
JOIN touches AS touch
    ON touch.visitor_id = visitor.visitor_id AND touch.at >= visitor.since AND touch.at < visitor.until
LEFT JOIN origins AS origin USING (origin_id)
