-- added up; counts in shares of {unit}
SELECT {columns}
FROM worth
GROUP BY ALL
