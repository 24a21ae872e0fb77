-- rows that count by themselves, by the names that they have
SELECT {columns}
FROM {rows}
