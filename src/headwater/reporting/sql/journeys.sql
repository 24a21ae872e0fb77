-- all touches that led to a conversion, in order
SELECT {columns}
FROM (
    SELECT *, row_number() OVER (PARTITION BY conversion_id ORDER BY "at", id) AS i
    FROM candidates
) AS touch LEFT JOIN origins AS origin USING (origin_id)
JOIN (SELECT conversion_id, "at" AS converted_at FROM conversions) USING (conversion_id)
GROUP BY conversion_id
