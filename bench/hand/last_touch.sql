-- What a good analyst would write on the same tables: leads, customers and revenue by the channel of the last touch
-- that is not direct, else of the last one, in floating point; people without a touch are '(none)'.
WITH leads AS (
    SELECT person_id, min(created_at) AS opt_in FROM contacts GROUP BY person_id
    HAVING min(created_at) >= $start AND min(created_at) < $end
),
bought AS (
    SELECT person_id, sum(amount) AS revenue, max((paid > 0)::INTEGER) AS is_customer
    FROM orders WHERE person_id IN (SELECT person_id FROM leads) GROUP BY person_id
),
last AS (
    SELECT l.person_id, arg_max(t.origin_id, (t.origin_id <> 0, t.at, t.id)) AS origin_id
    FROM leads l
    JOIN visitors v USING (person_id)
    JOIN touches t ON t.visitor_id = v.visitor_id AND t.at <= l.opt_in AND t.at >= v.since AND t.at < v.until
    GROUP BY l.person_id
)
SELECT CASE WHEN a.person_id IS NULL THEN '(none)' ELSE coalesce(o.channel, 'direct') END AS channel,
    count(*) AS leads, sum(coalesce(b.is_customer, 0)) AS customers, sum(coalesce(b.revenue, 0)) / 100 AS revenue
FROM leads l
LEFT JOIN bought b USING (person_id)
LEFT JOIN last a USING (person_id)
LEFT JOIN origins o ON o.origin_id = a.origin_id
GROUP BY 1
ORDER BY 2 DESC
