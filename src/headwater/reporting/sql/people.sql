-- the persons with conversions in the range, the newest conversion first: one page of them, and how many there are in all
SELECT counted.total, page.person_id
FROM (SELECT count(DISTINCT person_id) AS total FROM converted) AS counted
LEFT JOIN (
    SELECT person_id, max("at") AS newest
    FROM converted
    GROUP BY person_id
    ORDER BY newest DESC, person_id DESC
    LIMIT $limit OFFSET $offset
) AS page ON true
ORDER BY page.newest DESC, page.person_id DESC
