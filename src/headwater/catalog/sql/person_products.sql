-- the products that each person ever ordered
SELECT DISTINCT person_id, coalesce(nullif(product.name, ''), nullif(item.name, ''), item.product_id) AS value
FROM order_items AS item JOIN orders AS bill ON bill.id = item.order_id
LEFT JOIN products AS product
    ON product.integration_id = bill.integration_id AND product.product_id = item.product_id
