-- where these visitors' page views are: by the trails, and those that came after the trails were laid
{trails}
UNION ALL
SELECT visitor_id, id
FROM page_views
WHERE id > (SELECT upto FROM trails_upto) AND visitor_id IN (SELECT unnest($visitors::BIGINT[]))
