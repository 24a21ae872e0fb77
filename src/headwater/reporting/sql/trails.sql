-- many visitors' page views
SELECT visitor_id, id FROM trails WHERE visitor_id IN (SELECT unnest($visitors::BIGINT[]))
