-- What a good analyst would write on the same tables: leads, customers and revenue by channel, shared evenly among the
-- touches that are not direct, or among all if there are none but these, in floating point.
WITH leads AS (
    SELECT person_id, min(created_at) AS opt_in FROM contacts GROUP BY person_id
    HAVING min(created_at) >= $start AND min(created_at) < $end
),
bought AS (
    SELECT person_id, sum(amount) AS revenue, max((paid > 0)::INTEGER) AS is_customer
    FROM orders WHERE person_id IN (SELECT person_id FROM leads) GROUP BY person_id
),
candidates AS (
    SELECT l.person_id, t.origin_id, count(*) AS touches
    FROM leads l
    JOIN visitors v USING (person_id)
    JOIN touches t ON t.visitor_id = v.visitor_id AND t.at <= l.opt_in AND t.at >= v.since AND t.at < v.until
    GROUP BY l.person_id, t.origin_id
),
counted AS (
    SELECT person_id, coalesce(sum(touches) FILTER (origin_id <> 0), 0) AS credited, sum(touches) AS touches
    FROM candidates GROUP BY person_id
),
shares AS (
    SELECT person_id, origin_id, c.touches / CASE WHEN n.credited > 0 THEN n.credited ELSE n.touches END AS share
    FROM candidates c JOIN counted n USING (person_id)
    WHERE n.credited = 0 OR c.origin_id <> 0
)
SELECT CASE WHEN s.person_id IS NULL THEN '(none)' ELSE coalesce(o.channel, 'direct') END AS channel,
    sum(coalesce(s.share, 1)) AS leads, sum(coalesce(s.share, 1) * coalesce(b.is_customer, 0)) AS customers,
    sum(coalesce(s.share, 1) * coalesce(b.revenue, 0)) / 100 AS revenue
FROM leads l
LEFT JOIN bought b USING (person_id)
LEFT JOIN shares s USING (person_id)
LEFT JOIN origins o ON o.origin_id = s.origin_id
GROUP BY 1
ORDER BY 2 DESC
