-- the persons with conversions in the range whom a search finds, in the order that is asked for: one page of them, and
-- how many there are in all
SELECT total, person_id
FROM (
    WITH sought AS MATERIALIZED (
        SELECT person_id, row_number() OVER (ORDER BY {order}) AS n
        FROM (SELECT person_id, max("at") AS newest FROM converted GROUP BY person_id){joins}
    )
    SELECT counted.total, page.person_id, page.n
    FROM (SELECT count(*) AS total FROM sought) AS counted
    LEFT JOIN (SELECT * FROM sought WHERE n > $offset AND n <= $offset + $limit) AS page ON true
)
ORDER BY n
