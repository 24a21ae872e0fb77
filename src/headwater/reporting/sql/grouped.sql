-- the rows and, in the same pass, their total
SELECT {columns}
FROM {sums}
GROUP BY GROUPING SETS ({sets})
