-- a page of the rows behind the figure, the largest part first
SELECT {term} AS part, facts, row_number() OVER (ORDER BY abs({term}) DESC, facts) AS n
FROM {behind}
WHERE {counts}
QUALIFY n > $offset AND n <= $last
