-- how far each actor came, and when each step was reached first, in microseconds
SELECT actor, max(step) AS depth, [{times}] AS passed
FROM (
    {reached}
)
GROUP BY actor
