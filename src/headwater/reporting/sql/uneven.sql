-- what part of its conversion a touch earns: from `before` to `upto` of {unit} shares, in the proportion of the weights
SELECT conversion_id, origin_id, lag(upto, 1, 0) OVER (PARTITION BY conversion_id ORDER BY i) AS before, upto
FROM (
    SELECT
        conversion_id, origin_id, i,
        CASE WHEN i = n THEN {unit} ELSE coalesce(round({unit}::DOUBLE
            * sum(weight) OVER (PARTITION BY conversion_id ORDER BY i ROWS UNBOUNDED PRECEDING)
            / nullif(sum(weight) OVER (PARTITION BY conversion_id), 0)), 0)::BIGINT END AS upto
    FROM weighted
)
QUALIFY upto > before
