-- the page views of the range, and those after it of sessions that go on, each with the last touch up to it, by time and
-- then by arrival. A session that goes across an end of the range has a page view in the half hour before that end, so
-- beyond the range only few visitors are looked at; `coalesce` lets the store look for theirs among all, not all among them
SELECT view.id, view.visitor_id, view.at, type, host, path, title, touch.id AS touch_id, origin_id
FROM (
    SELECT id, visitor_id, "at", type, host, path, title
    FROM page_views
    WHERE page_views.at >= $start AND page_views.at < $until
    UNION ALL
    SELECT id, visitor_id, "at", type, host, path, title
    FROM page_views
    WHERE page_views.at >= $until AND coalesce(visitor_id IN (
        SELECT visitor_id FROM page_views WHERE page_views.at >= $until - INTERVAL 30 MINUTE AND page_views.at < $until
    ), false)
) AS view ASOF LEFT JOIN (
    SELECT id, visitor_id, "at", origin_id FROM touches WHERE touches.at >= $start AND touches.at < $until
    UNION ALL
    SELECT id, visitor_id, "at", origin_id
    FROM touches
    WHERE touches.at < $start AND coalesce(visitor_id IN (
        SELECT visitor_id FROM page_views WHERE page_views.at >= $start - INTERVAL 30 MINUTE AND page_views.at < $start
    ), false)
    UNION ALL
    SELECT id, visitor_id, "at", origin_id
    FROM touches
    WHERE touches.at >= $until AND coalesce(visitor_id IN (
        SELECT visitor_id FROM page_views WHERE page_views.at >= $until - INTERVAL 30 MINUTE AND page_views.at < $until
    ), false)
) AS touch
    ON touch.visitor_id = view.visitor_id
    AND epoch_us(touch.at)::HUGEINT * 18446744073709551616 + touch.id
        <= epoch_us(view.at)::HUGEINT * 18446744073709551616 + view.id
