-- the persons whom a search finds: match is 0 for what is equal, 1 for what begins so, 2 for what has it anywhere;
-- one or two letters are in almost everything, so that they only may begin it
SELECT person_id, min(match) AS match
FROM (
    SELECT person_id, CASE
        WHEN $needle IN (said.email, said.contact_id, said.name) THEN 0
        WHEN starts_with(said.email, $needle) OR starts_with(said.name, $needle)
          OR starts_with(said.last_name, $needle) OR starts_with(said.contact_id, $needle) THEN 1
        WHEN length($needle) > 2 AND (contains(said.email, $needle) OR contains(said.name, $needle)) THEN 2
    END AS match
    FROM (
        SELECT
            person_id, lower(email) AS email, lower(contact_id) AS contact_id, lower(last_name) AS last_name,
            lower(trim(concat_ws(' ', first_name, last_name))) AS name
        FROM contacts
    ) AS said
    UNION ALL
    SELECT person_id, 0 AS match FROM orders WHERE lower(order_id) = $needle
    UNION ALL
    SELECT $number::BIGINT AS person_id, 0 AS match
)
WHERE match IS NOT NULL
GROUP BY person_id
