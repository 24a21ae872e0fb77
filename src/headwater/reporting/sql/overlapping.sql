-- the rows, which overlap, and their total, which counts every conversion once
SELECT {row_columns}
FROM included JOIN worth USING (conversion_id){spread}
GROUP BY ALL
UNION ALL BY NAME
SELECT {total_columns}
FROM worth JOIN (
    SELECT conversion_id, bool_and(is_untouched) AS is_untouched FROM included GROUP BY conversion_id
) USING (conversion_id)
