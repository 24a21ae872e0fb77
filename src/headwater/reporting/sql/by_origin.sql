-- added up by where the touches came from; counts in shares of {unit}, no origin where there was no touch
SELECT {columns}
FROM {credits}
GROUP BY ALL
