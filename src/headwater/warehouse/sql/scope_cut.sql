-- The visitors whose session goes across `earliest`, before which everything is about to be deleted, in the shape of
-- scope.sql: what is left of that session is told as if it began there.
CREATE OR REPLACE TEMP TABLE scope AS
SELECT DISTINCT visitor_id, getvariable('earliest') AS since, NULL::BIGINT AS origin_before, false AS is_continued
FROM page_views
WHERE page_views.at > getvariable('earliest') - INTERVAL 30 MINUTE AND page_views.at < getvariable('earliest');
