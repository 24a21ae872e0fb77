-- the subscriptions that these persons ever started
SELECT conversion_id, count(*) AS subscriptions
FROM subscriptions JOIN conversions USING (person_id)
GROUP BY conversion_id
