-- the conversions that lie in the range, and of which something is left
SELECT conversion.*
FROM conversions AS conversion{kept}
WHERE {within}
