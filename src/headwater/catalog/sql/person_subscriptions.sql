-- what each person ever subscribed to
SELECT DISTINCT person_id, coalesce(nullif(subscriptions.name, ''), nullif(product.name, ''), product_id) AS value
FROM subscriptions LEFT JOIN products AS product USING (integration_id, product_id)
