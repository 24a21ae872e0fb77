-- the visitors who came for the first time ever within the range, each with the touch of that
SELECT
    visitor_id, min("at") AS "at",
    arg_min(id, epoch_us("at")::HUGEINT * 18446744073709551616 + id) AS touch_id,
    arg_min(origin_id, epoch_us("at")::HUGEINT * 18446744073709551616 + id) AS origin_id
FROM touches
ANTI JOIN (SELECT visitor_id FROM touches WHERE touches.at < $start) AS earlier USING (visitor_id)
WHERE touches.at >= $start AND touches.at < $until
GROUP BY visitor_id
