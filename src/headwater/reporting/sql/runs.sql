-- many visitors' page views
SELECT * FROM page_views WHERE id IN (SELECT unnest($ids::BIGINT[]))
