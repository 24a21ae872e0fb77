-- the rows and, in the same pass, their total
SELECT {columns}
FROM named
GROUP BY GROUPING SETS ({sets})
