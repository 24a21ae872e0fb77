-- the lines of all orders ever of these persons
SELECT conversion_id, count(*) AS lines, sum(quantity)::BIGINT AS quantity
FROM order_items JOIN orders ON orders.id = order_items.order_id JOIN conversions USING (person_id)
GROUP BY conversion_id
