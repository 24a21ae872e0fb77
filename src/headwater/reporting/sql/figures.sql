-- the metrics that were asked for; a ratio is told of sums, so its total is the ratio of the totals
SELECT {columns}
FROM grouped
