-- what contacts and orders tell of each person; of several contacts, the one that was last told of
SELECT *
FROM (
    SELECT
        person_id,
        arg_max(status, (coalesce(updated_at, created_at), id)) AS status,
        arg_min(integration_id, (created_at, id)) AS integration_id,
        arg_min(email, (created_at, id)) FILTER (email IS NOT NULL) AS email,
        arg_max(custom_fields, (coalesce(updated_at, created_at), id)) FILTER (custom_fields <> '{}') AS custom_fields
    FROM contacts
    GROUP BY person_id
) LEFT JOIN (
    SELECT
        person_id, count(*) AS orders, count(*) FILTER (paid > 0) AS paid_orders, sum(amount)::BIGINT AS amount
    FROM orders
    GROUP BY person_id
) USING (person_id)
