-- the orders of the range, each with the time at which its person became known, and which of a person's is the first paid
SELECT
    id AS conversion_id, id AS order_key, person_id, created_at AS "at", opt_in, order_id, integration_id, currency,
    amount, paid, discount, tax, shipping,
    CASE WHEN is_refunded AND refund_amount = 0 THEN paid ELSE refund_amount END AS refunded,
    amount AS order_amount, paid AS order_paid, refunded AS order_refunded,
    paid > 0 AND row_number() OVER (PARTITION BY person_id ORDER BY paid > 0 DESC, created_at, id) = 1 AS is_customer
FROM orders LEFT JOIN (
    SELECT person_id, min(created_at) AS opt_in
    FROM contacts
    WHERE person_id IN (SELECT person_id FROM orders WHERE created_at >= $start AND created_at < $until)
    GROUP BY person_id
) AS known USING (person_id)
WHERE created_at >= $start AND created_at < $until
