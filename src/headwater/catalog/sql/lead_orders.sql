-- all orders ever of these persons, whenever they were made
SELECT
    conversion_id,
    sum(orders.amount)::BIGINT AS amount,
    sum(orders.paid)::BIGINT AS paid,
    sum(refund)::BIGINT AS refunded,
    sum(greatest(orders.amount - orders.paid, 0))::BIGINT AS outstanding,
    sum(orders.discount)::BIGINT AS discount, sum(orders.tax)::BIGINT AS tax, sum(orders.shipping)::BIGINT AS shipping,
    count(*) AS orders,
    count(*) FILTER (orders.paid > 0) AS paid_orders,
    count(*) FILTER (is_refunded OR refund_amount > 0) AS refunded_orders,
    greatest(date_diff('second', any_value(conversions.at), min(orders.created_at) FILTER (orders.paid > 0)), 0)
        AS seconds_until_paid,
    sum(orders.amount) FILTER (created_at < conversions.at + INTERVAL 7 DAY)::BIGINT AS amount_7,
    sum(orders.amount) FILTER (created_at < conversions.at + INTERVAL 30 DAY)::BIGINT AS amount_30,
    sum(orders.amount) FILTER (created_at < conversions.at + INTERVAL 60 DAY)::BIGINT AS amount_60,
    sum(orders.amount) FILTER (created_at < conversions.at + INTERVAL 90 DAY)::BIGINT AS amount_90,
    sum(orders.amount) FILTER (created_at < conversions.at + INTERVAL 180 DAY)::BIGINT AS amount_180,
    sum(orders.amount) FILTER (created_at < conversions.at + INTERVAL 365 DAY)::BIGINT AS amount_365,
    sum(refund) FILTER (created_at < conversions.at + INTERVAL 7 DAY)::BIGINT AS refunded_7,
    sum(refund) FILTER (created_at < conversions.at + INTERVAL 30 DAY)::BIGINT AS refunded_30,
    sum(refund) FILTER (created_at < conversions.at + INTERVAL 60 DAY)::BIGINT AS refunded_60,
    sum(refund) FILTER (created_at < conversions.at + INTERVAL 90 DAY)::BIGINT AS refunded_90,
    sum(refund) FILTER (created_at < conversions.at + INTERVAL 180 DAY)::BIGINT AS refunded_180,
    sum(refund) FILTER (created_at < conversions.at + INTERVAL 365 DAY)::BIGINT AS refunded_365
FROM (
    SELECT *, CASE WHEN is_refunded AND refund_amount = 0 THEN paid ELSE refund_amount END AS refund FROM orders
) AS orders JOIN conversions USING (person_id)
GROUP BY conversion_id
