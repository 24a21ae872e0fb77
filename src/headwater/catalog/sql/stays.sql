-- the sessions that began within the range, each with all that was viewed in it, also after the range; a touch within a
-- session belongs to the latest one before it that started a session
SELECT
    start.id AS touch_id, start.visitor_id, start.at, start.origin_id, hits, views, seconds, last_id
FROM (
    SELECT
        coalesce(session_id, touch_id) AS id, sum(hits) AS hits, sum(views) AS views,
        (max(last) - min(first)) // 1000000 AS seconds, arg_max(last_id, last) AS last_id
    FROM (
        SELECT
            touch_id, count(*) AS hits, count(*) FILTER (type = 'page_view') AS views,
            min(epoch_us("at")) AS first, max(epoch_us("at")) AS last,
            arg_max(id, epoch_us("at")::HUGEINT * 18446744073709551616 + id) AS last_id
        FROM viewed
        GROUP BY touch_id
    ) LEFT JOIN (
        SELECT within.id AS touch_id, start.id AS session_id
        FROM (
            SELECT id, visitor_id, "at" FROM touches WHERE NOT starts_session AND touches.at >= $start
        ) AS within ASOF JOIN (
            SELECT id, visitor_id, "at"
            FROM touches
            WHERE starts_session AND touches.at >= $start AND coalesce(visitor_id IN (
                SELECT visitor_id FROM touches WHERE NOT starts_session AND touches.at >= $start
            ), false)
        ) AS start
            ON start.visitor_id = within.visitor_id AND start.at <= within.at
    ) USING (touch_id)
    GROUP BY ALL
) JOIN (
    SELECT id, visitor_id, "at", origin_id
    FROM touches
    WHERE starts_session AND touches.at >= $start AND touches.at < $until
) AS start USING (id)
