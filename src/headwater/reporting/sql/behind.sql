-- what each conversion adds to the figures
SELECT conversion_id, {columns}
FROM earned
GROUP BY conversion_id
