-- the lines of each order, added up
SELECT order_id AS order_key, count(*) AS lines, sum(quantity)::BIGINT AS quantity, sum(amount)::BIGINT AS amount
FROM order_items
GROUP BY order_id
