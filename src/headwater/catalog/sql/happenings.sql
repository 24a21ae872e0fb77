-- what the script tracked, and what servers told of; of a browser that is nobody's, a server's event has no actor
SELECT id, visitor_id, NULL::BIGINT AS person_id, "at", type, host, path, title, url, props, NULL::BIGINT AS value
FROM page_views
UNION ALL
SELECT
    id, NULL, nullif(person_id, 0), happened_at, type, NULL, NULL, NULL, url, meta, value
FROM events
WHERE person_id <> 0
