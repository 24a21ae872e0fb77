-- the rows and their total, put together from the parts that they were added up in
SELECT {columns}
FROM (
{parts}
)
GROUP BY ALL
