-- all orders ever of these persons, whenever they were made
SELECT
    conversion_id,
    sum(orders.amount)::BIGINT AS amount,
    sum(orders.paid)::BIGINT AS paid,
    sum(CASE WHEN is_refunded AND refund_amount = 0 THEN orders.paid ELSE refund_amount END)::BIGINT AS refunded,
    count(*) FILTER (orders.paid > 0) AS paid_orders,
    greatest(date_diff('second', any_value(conversions.at), min(orders.created_at) FILTER (orders.paid > 0)), 0)
        AS seconds_until_paid
FROM orders JOIN conversions USING (person_id)
GROUP BY conversion_id
