SELECT {columns}
FROM figure
CROSS JOIN (SELECT count(*) AS "count" FROM {behind} WHERE {counts})
LEFT JOIN page ON true
LEFT JOIN people_told USING (person_id)
LEFT JOIN touches_told USING (conversion_id)
ORDER BY n
