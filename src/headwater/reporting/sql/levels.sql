-- levels: by date, all that flowed up to then, for every date; their total is what came together in the end
SELECT {columns}
FROM (
    SELECT *, unnest({dates}) AS "date" FROM (SELECT DISTINCT is_total{others} FROM flows WHERE NOT is_total)
) AS grid LEFT JOIN flows ON {same}
UNION ALL BY NAME
FROM flows WHERE is_total
