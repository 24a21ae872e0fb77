-- the channels that each person ever came by
SELECT DISTINCT person_id, CASE WHEN origin_id = 0 THEN 'direct' ELSE coalesce(nullif(origin.channel, ''), '(not set)') END AS value
FROM (SELECT DISTINCT person_id, origin_id FROM person_touches) LEFT JOIN origins AS origin USING (origin_id)
