-- the rows, which overlap, and their total, which counts every conversion once
SELECT {row_columns}
FROM included JOIN worth USING (conversion_id)
GROUP BY ALL
UNION ALL BY NAME
SELECT {total_columns}
FROM worth LEFT JOIN (
    SELECT conversion_id, true AS is_untouched FROM eligible WHERE origin_id IS NULL
) USING (conversion_id)
