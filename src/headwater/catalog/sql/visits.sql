-- the touches of the range
SELECT id AS touch_id, visitor_id, "at", starts_session, origin_id
FROM touches
WHERE touches.at >= $start AND touches.at < $until
