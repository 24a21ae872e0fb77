-- the figure, as the report tells it
SELECT {columns}
FROM sums
