-- orders for which something was paid, once for each of their lines
SELECT
    bill.id, person_id, bill.created_at AS "at", bill.amount, currency, bill.integration_id, item.product_id,
    coalesce(nullif(product.name, ''), nullif(item.name, ''), item.product_id) AS product
FROM orders AS bill
LEFT JOIN order_items AS item ON item.order_id = bill.id
LEFT JOIN products AS product
    ON product.integration_id = bill.integration_id AND product.product_id = item.product_id
WHERE bill.paid > 0
