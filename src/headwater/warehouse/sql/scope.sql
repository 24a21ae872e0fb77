-- Whose touches must be told anew, and from when on, after page views with ids above `after` came in. A touch depends on
-- earlier page views only, so for each visitor everything before the earliest new one stands. What is needed of the past
-- is whether a view in the half hour before it continues into it, and then the origin of the last touch before it.
-- Variables: `after`; `earliest`, the time of the earliest new view of all; `reach`, how far back to look for that touch.
CREATE OR REPLACE TEMP TABLE scope AS
WITH fresh AS (
    SELECT p.visitor_id, min(p.at) AS since
    FROM page_views p WHERE p.id > getvariable('after')
    GROUP BY p.visitor_id
),
continued AS (
    SELECT DISTINCT f.visitor_id, f.since
    FROM fresh f JOIN page_views p ON p.visitor_id = f.visitor_id
    WHERE p.at > getvariable('earliest') - INTERVAL 30 MINUTE
      AND p.at > f.since - INTERVAL 30 MINUTE AND p.at < f.since
),
latest AS (
    SELECT c.visitor_id, arg_max(t.origin_id, {'at': t.at, 'id': t.id}) AS origin_before
    FROM continued c LEFT JOIN (
        SELECT t.* FROM touches t WHERE t.at >= getvariable('reach')
    ) t ON t.visitor_id = c.visitor_id AND t.at < c.since
    GROUP BY c.visitor_id
)
SELECT f.visitor_id, f.since, l.origin_before, l.visitor_id IS NOT NULL AS is_continued
FROM fresh f LEFT JOIN latest l ON l.visitor_id = f.visitor_id;
