-- the lines of the orders of the range; one without a product is a line of its own name
SELECT
    bill.id::HUGEINT * 100000 + item.position AS conversion_id, bill.id AS order_key, bill.person_id,
    bill.created_at AS "at", opt_in, bill.order_id, bill.integration_id, bill.currency, bill.amount AS order_amount,
    bill.paid AS order_paid,
    CASE WHEN bill.is_refunded AND bill.refund_amount = 0 THEN bill.paid ELSE bill.refund_amount END AS order_refunded,
    item.amount, item.total_paid AS paid, item.quantity, item.subscription_id,
    CASE WHEN bill.paid > 0 AND order_refunded >= bill.paid THEN item.total_paid ELSE 0 END AS refunded,
    item.product_id, coalesce(nullif(product.name, ''), nullif(item.name, ''), item.product_id) AS product
FROM order_items AS item
JOIN orders AS bill ON bill.id = item.order_id
LEFT JOIN products AS product
    ON product.integration_id = bill.integration_id AND product.product_id = item.product_id
LEFT JOIN (SELECT person_id, min(created_at) AS opt_in FROM contacts GROUP BY person_id) AS known USING (person_id)
WHERE bill.created_at >= $start AND bill.created_at < $until
