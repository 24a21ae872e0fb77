-- The touches of the visitors in `scope`, each from its `since` on: a function of the set of a visitor's page views,
-- whatever the order in which they arrived. Variable: `earliest`, the smallest `since`, which bounds the scan.
WITH viewed AS (
    -- The views to tell of, and those of the half hour before, which say only whether a session goes on.
    SELECT p.id, p.visitor_id, p.at, p.origin_id, p.starts_session, s.since, s.origin_before
    FROM page_views p JOIN scope s ON s.visitor_id = p.visitor_id
    WHERE p.at > getvariable('earliest') - INTERVAL 30 MINUTE AND p.at > s.since - INTERVAL 30 MINUTE
),
paced AS (
    -- A session starts with the first view, after a gap of half an hour, or where the browser said so; but not at the
    -- instant of the view before, so that the first hit of a session starts one, however often it is sent.
    SELECT v.* EXCLUDE (starts_session), coalesce(
        v.at - lag(v.at) OVER visit
            >= CASE WHEN v.starts_session THEN INTERVAL 1 MICROSECOND ELSE INTERVAL 30 MINUTE END,
        true) AS starts_session
    FROM viewed v WINDOW visit AS (PARTITION BY v.visitor_id ORDER BY v.at, v.id)
),
told AS (
    -- Only starts and views with an origin of their own can be touches; a start without one is direct.
    SELECT p.id, p.visitor_id, p.at, p.starts_session, p.origin_before,
        CASE WHEN p.starts_session THEN coalesce(p.origin_id, 0) ELSE p.origin_id END AS origin_id
    FROM paced p WHERE p.at >= p.since AND (p.starts_session OR p.origin_id IS NOT NULL)
)
-- Within a session, a view is a touch when its origin differs from the latest one. The row before it in `told` is of the
-- same session, because every session starts with such a row; or, if that one is before `since`, `origin_before` is it.
SELECT t.id, t.visitor_id, t.at, t.starts_session, t.origin_id
FROM told t
QUALIFY t.starts_session
     OR t.origin_id <> lag(t.origin_id, 1, t.origin_before)
                       OVER (PARTITION BY t.visitor_id ORDER BY t.at, t.id)
