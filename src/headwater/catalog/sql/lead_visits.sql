-- how often these persons came before they opted in
SELECT conversion_id, count(*) FILTER (touch.starts_session) AS sessions, count(DISTINCT visitor_id) AS devices
FROM conversions JOIN visitors AS visitor USING (person_id) JOIN touches AS touch USING (visitor_id)
WHERE touch.at >= visitor.since AND touch.at < visitor.until AND touch.at <= conversions.at AND touch.at < $until
GROUP BY conversion_id
