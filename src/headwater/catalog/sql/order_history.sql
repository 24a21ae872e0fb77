-- which of its person's orders each is, and whether an earlier one was paid
SELECT
    id AS order_key, number, is_subscription,
    coalesce(paid_before > 0, false) AS is_returning,
    paid > 0 AND coalesce(paid_before, 0) = 0 AS is_first_paid
FROM (
    SELECT
        id, paid,
        row_number() OVER earlier AS number,
        count(*) FILTER (paid > 0) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS paid_before
    FROM orders WINDOW earlier AS (PARTITION BY person_id ORDER BY created_at, id)
) LEFT JOIN (
    SELECT order_id AS id, bool_or(subscription_id IS NOT NULL) AS is_subscription FROM order_items GROUP BY order_id
) USING (id)
