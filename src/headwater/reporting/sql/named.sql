-- the rows' names
SELECT {columns}
FROM {sums}
