-- what was viewed
SELECT id, visitor_id, "at", type, host, path, title, url, referrer, device, country, props, origin_id FROM page_views
