-- added up; counts in shares of {unit}
SELECT {columns}
FROM {sums}
GROUP BY ALL
