-- subscriptions as they started
SELECT
    told.id, person_id, started_at AS "at", amount, billing_cycle, integration_id, product_id,
    coalesce(nullif(told.name, ''), nullif(product.name, ''), product_id) AS product
FROM subscriptions AS told LEFT JOIN products AS product USING (integration_id, product_id)
