-- the sessions that began within the range, each with the page that it began with
SELECT touch.id AS touch_id, touch.visitor_id, touch.at, touch.origin_id, first.host || first.path AS first_page
FROM touches AS touch JOIN page_views AS first USING (id)
WHERE touch.starts_session AND touch.at >= $start AND touch.at < $until
