-- Every visitor, from the beginning of time: the scope of a rebuild, in the shape of scope.sql.
CREATE OR REPLACE TEMP TABLE scope AS
SELECT DISTINCT visitor_id, getvariable('earliest') AS since, NULL::BIGINT AS origin_before, false AS is_continued
FROM page_views;
