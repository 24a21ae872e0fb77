-- who they are, by what was told first
SELECT
    person_id,
    arg_min(email, (created_at, id)) FILTER (email IS NOT NULL) AS email,
    arg_min(trim(concat_ws(' ', first_name, last_name)), (created_at, id))
        FILTER (trim(concat_ws(' ', first_name, last_name)) <> '') AS name
FROM contacts
WHERE person_id IN (SELECT person_id FROM page)
GROUP BY person_id
