-- every change of the monthly recurring revenue up to the end of the range: a subscription has the terms of its highest
-- version whose `since` has come, and counts while it runs after its trial; `at` is its start, up to which touches count
SELECT
    told.id::HUGEINT * 1099511627776 + number AS conversion_id, told.id AS subscription_key, person_id, started_at AS "at", opt_in,
    happened_at, movement, mrr, active, delinquent, converted, subscription_id, integration_id, product_id,
    coalesce(nullif(told.name, ''), nullif(product.name, ''), product_id) AS plan, billing_cycle
FROM (
    SELECT
        subscription, happened_at, mrr, active, 0 AS delinquent, false AS converted,
        CASE
            WHEN active > 0 THEN CASE WHEN row_number() OVER in_order = 1 THEN 'new' ELSE 'reactivation' END
            WHEN active < 0 THEN 'churn' WHEN mrr > 0 THEN 'expansion' ELSE 'contraction' END AS movement,
        row_number() OVER in_order AS number
    FROM (
        SELECT subscription, happened_at, sum(mrr)::BIGINT AS mrr, sum(active)::BIGINT AS active
        FROM (
            SELECT subscription, unnest([
                {'happened_at': since, 'mrr': mrr, 'active': 1}, {'happened_at': until, 'mrr': -mrr, 'active': -1}
            ], recursive := true)
            FROM (
                SELECT
                    subscription,
                    greatest(version.since, started_at, coalesce(trial_ends_at, started_at)) AS since,
                    least(next, ends_at, canceled_at) AS until,
                    -- 30 days of it in whole minor units, half a unit rounded up
                    (2 * amount * CASE billing_cycle WHEN 'day' THEN 30 WHEN 'week' THEN 30 ELSE 1 END + den) // (2 * den)
                        AS mrr
                FROM (
                    SELECT
                        *,
                        min(since) OVER (
                            PARTITION BY subscription ORDER BY version ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
                        ) AS next,
                        frequency * CASE billing_cycle WHEN 'week' THEN 7 WHEN 'year' THEN 12 ELSE 1 END AS den
                    FROM subscription_versions
                ) AS version
                WHERE next IS NULL OR version.since < next
            )
            WHERE until IS NULL OR since < until
        )
        WHERE happened_at IS NOT NULL
        GROUP BY subscription, happened_at
        HAVING sum(mrr) <> 0 OR sum(active) <> 0
    )
    WINDOW in_order AS (PARTITION BY subscription ORDER BY happened_at)
    UNION ALL
    -- trials as the latest terms tell them, and bills that are more than three days late
    SELECT id, happened_at, 0, 0, delinquent, converted, movement, 1000000 + number
    FROM (
        SELECT id, unnest([
            {'happened_at': CASE WHEN trial_ends_at > started_at THEN started_at END, 'movement': 'trial',
             'delinquent': 0, 'converted': false, 'number': 1},
            {'happened_at': CASE WHEN trial_ends_at > started_at THEN least(trial_ends_at, stops_at) END,
             'movement': 'trial end', 'delinquent': 0, 'converted': stops_at IS NULL OR stops_at > trial_ends_at,
             'number': 2},
            {'happened_at': CASE WHEN stops_at IS NULL OR stops_at > late_at THEN late_at END, 'movement': 'late bill',
             'delinquent': 1, 'converted': false, 'number': 3},
            {'happened_at': CASE WHEN stops_at > late_at THEN stops_at END, 'movement': 'late bill', 'delinquent': -1,
             'converted': false, 'number': 4}
        ], recursive := true)
        FROM (
            SELECT
                *, least(ends_at, canceled_at) AS stops_at,
                greatest(last_billed_at, coalesce(trial_ends_at, last_billed_at)) + INTERVAL 3 DAY
                    + CASE billing_cycle
                        WHEN 'day' THEN to_days(frequency::INT) WHEN 'week' THEN to_days(7 * frequency::INT)
                        WHEN 'month' THEN to_months(frequency::INT) ELSE to_months(12 * frequency::INT) END AS late_at
            FROM subscriptions
        )
    )
    WHERE happened_at IS NOT NULL
) AS movement
JOIN subscriptions AS told ON told.id = movement.subscription
LEFT JOIN products AS product USING (integration_id, product_id)
LEFT JOIN (SELECT person_id, min(created_at) AS opt_in FROM contacts GROUP BY person_id) AS known USING (person_id)
WHERE happened_at < $until AND happened_at <= $now
