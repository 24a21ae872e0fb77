-- what each row that counts by itself adds to the figures
SELECT {columns}
FROM {rows}
WHERE {conditions}
