-- weights as whole numbers, the conversion's greatest being 2^40, so that adding them up is exact in any order
SELECT
    conversion_id, origin_id, i, n,
    round(1099511627776 * weight / nullif(max(weight) OVER (PARTITION BY conversion_id), 0))::BIGINT AS weight
FROM (SELECT *, ({weight})::DOUBLE AS weight FROM placed)
