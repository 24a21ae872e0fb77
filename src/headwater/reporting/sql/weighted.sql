-- weights as whole numbers, the conversion's greatest being 2^40, so that adding them up is exact in any order
SELECT * REPLACE ({whole})
FROM (SELECT *, {weights} FROM placed)
WINDOW conversion AS (PARTITION BY conversion_id)
