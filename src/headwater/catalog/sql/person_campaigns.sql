-- the campaigns that each person ever came by
SELECT DISTINCT person_id, nullif(origin.utm_campaign, '') AS value
FROM (SELECT DISTINCT person_id, origin_id FROM person_touches) LEFT JOIN origins AS origin USING (origin_id)
