-- i: the touch's position among the n of its conversion, by time and then by arrival
SELECT
    conversion_id, origin_id{more},
    row_number() OVER in_order AS i,
    count(*) OVER (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n
FROM eligible
WINDOW in_order AS (PARTITION BY conversion_id ORDER BY "at", id)
