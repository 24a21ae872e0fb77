-- what part of its conversion a touch earns: from `before` to `upto` of {unit} shares
SELECT
    conversion_id, origin_id,
    round({unit}::DOUBLE * (i - 1) / n)::BIGINT AS before,
    round({unit}::DOUBLE * i / n)::BIGINT AS upto
FROM placed
