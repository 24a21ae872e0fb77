-- the page views of the range
SELECT id, visitor_id, "at", type, host, path, title
FROM page_views
WHERE page_views.at >= $start AND page_views.at < $until
