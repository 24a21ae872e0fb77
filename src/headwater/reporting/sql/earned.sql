-- what touches earned in this row of each conversion; counts in shares of {unit}
SELECT conversion_id, touch_id, {columns}
FROM {credits}
WHERE {conditions}
