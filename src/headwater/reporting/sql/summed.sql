-- what part of its conversion a touch and those before it earn, in the proportion of the weights
SELECT *, {ends}
FROM weighted
WINDOW
    conversion AS (PARTITION BY conversion_id),
    so_far AS (PARTITION BY conversion_id ORDER BY i ROWS UNBOUNDED PRECEDING)
