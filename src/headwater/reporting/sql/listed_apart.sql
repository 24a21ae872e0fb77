SELECT {columns}
FROM figure
CROSS JOIN (SELECT count(*) AS "count" FROM {behind} WHERE {counts})
LEFT JOIN page ON true
ORDER BY n
