SELECT {columns}
FROM figure
CROSS JOIN (SELECT count(*) AS "count" FROM {behind} WHERE {term} <> 0)
LEFT JOIN page ON true
ORDER BY n
