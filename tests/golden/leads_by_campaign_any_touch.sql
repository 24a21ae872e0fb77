-- $start = 2026-02-28 23:00:00
-- $until = 2026-04-30 22:00:00
WITH
-- the persons who opted in within the range: a contact was created in it, and none before
conversions AS MATERIALIZED (
    SELECT contact.person_id AS conversion_id, contact.person_id, min(contact.created_at) AS "at"
    FROM contacts AS contact
    WHERE contact.created_at >= $start AND contact.created_at < $until
      AND NOT EXISTS (
          FROM contacts AS earlier WHERE earlier.person_id = contact.person_id AND earlier.created_at < $start
      )
    GROUP BY contact.person_id
),
-- all orders ever of these persons, whenever they were made
lead_orders AS (
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
),
-- the touches of these persons up to each conversion; a direct touch came from nowhere in particular
tracked AS MATERIALIZED (
    SELECT
        conversion.conversion_id, touch.at, touch.id, touch.origin_id,
        touch.origin_id = 0 OR touch.origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct
    FROM conversions AS conversion
    JOIN person_touches AS touch ON touch.person_id = conversion.person_id AND touch.at <= conversion.at
    WHERE touch.at < $until
),
-- the conversions without any touch that earns credit; a direct one does only where there is no other
quiet AS MATERIALIZED (
    SELECT conversion_id, person_id, "at"
    FROM conversions
    ANTI JOIN (SELECT conversion_id FROM tracked WHERE NOT is_direct) AS heard USING (conversion_id)
),
-- of a person without a tracked touch up to the opt-in, the earliest contact that was imported with an origin is a touch
imports AS (
    SELECT
        conversion.conversion_id, min(contact.created_at) AS "at",
        arg_min(contact.id, (contact.created_at, contact.id)) AS id,
        arg_min(contact.origin_id, (contact.created_at, contact.id)) AS origin_id
    FROM quiet AS conversion
    JOIN contacts AS contact
        ON contact.person_id = conversion.person_id AND contact.created_at <= conversion.at
        AND contact.origin_id IS NOT NULL
    ANTI JOIN (SELECT conversion_id FROM tracked) AS seen USING (conversion_id)
    GROUP BY conversion.conversion_id, conversion.at
),
-- all touches that may earn credit
candidates AS (
    SELECT *
    FROM (
        SELECT conversion_id, "at", id, origin_id, is_direct FROM tracked
        UNION ALL
        SELECT
            conversion_id, "at", id, origin_id,
            origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct
        FROM imports
    )
),
-- the touches that earn credit; a conversion without any has one row, without an origin
eligible AS MATERIALIZED (
    SELECT conversion_id, "at", id, origin_id FROM tracked WHERE NOT is_direct
    UNION ALL
    SELECT conversion_id, candidate.at, id, origin_id
    FROM quiet LEFT JOIN candidates AS candidate USING (conversion_id)
),
-- what each conversion is worth, in whole numbers: counts, and money in minor units
worth AS MATERIALIZED (
    SELECT
        conversion_id,
        CAST(1 AS BIGINT) AS "leads",
        CAST(coalesce(CASE WHEN lead_orders.paid_orders > 0 THEN 1 ELSE 0 END, 0) AS BIGINT) AS "numOfCustomers",
        CAST(coalesce(lead_orders.amount, 0) AS BIGINT) AS "revenue",
        CAST(coalesce(lead_orders.seconds_until_paid, 0) AS BIGINT) AS "secondsUntilPurchase"
    FROM conversions AS conversion
    LEFT JOIN lead_orders USING (conversion_id)
),
-- each conversion once in every row that one of its touches belongs to
included AS (
    SELECT DISTINCT
        conversion_id,
        origin_id IS NULL AS is_untouched,
        CASE
            WHEN origin_id IS NULL THEN '(none)' WHEN origin_id = 0 THEN '(not set)'
            ELSE coalesce(nullif(origin.utm_campaign, ''), '(not set)') END AS "utm_campaign"
    FROM (SELECT DISTINCT conversion_id, origin_id FROM eligible)
    LEFT JOIN origins AS origin USING (origin_id)
),
-- the rows, which overlap, and their total, which counts every conversion once
grouped AS (
    SELECT
        false AS is_total,
        "utm_campaign",
        coalesce(sum("leads"), 0) * 720720000 AS "leads",
        coalesce(sum("numOfCustomers"), 0) * 720720000 AS "numOfCustomers",
        coalesce(sum("revenue"), 0) AS "revenue",
        coalesce(sum("secondsUntilPurchase"), 0) * 720720000 AS "secondsUntilPurchase"
    FROM included JOIN worth USING (conversion_id)
    GROUP BY ALL
    UNION ALL BY NAME
    SELECT
        true AS is_total,
        coalesce(sum("leads"), 0) * 720720000 AS "leads",
        coalesce(sum("numOfCustomers"), 0) * 720720000 AS "numOfCustomers",
        coalesce(sum("revenue"), 0) AS "revenue",
        coalesce(sum("secondsUntilPurchase"), 0) * 720720000 AS "secondsUntilPurchase",
        coalesce(sum("leads") FILTER (is_untouched), 0) * 720720000 AS "unattributed_leads",
        coalesce(sum("revenue") FILTER (is_untouched), 0) AS "unattributed_revenue"
    FROM worth JOIN (
        SELECT conversion_id, bool_and(is_untouched) AS is_untouched FROM included GROUP BY conversion_id
    ) USING (conversion_id)
),
-- the metrics that were asked for; a ratio is told of sums, so its total is the ratio of the totals
figures AS MATERIALIZED (
    SELECT
        is_total,
        "utm_campaign",
        "leads" AS "leads",
        "numOfCustomers" AS "numOfCustomers",
        "numOfCustomers"::DOUBLE * 100 / nullif("leads", 0) AS "conversionRate",
        "revenue" AS "revenue",
        "revenue"::DOUBLE * 7207200 / nullif("leads", 0) AS "leadValue",
        "secondsUntilPurchase"::DOUBLE / nullif("numOfCustomers" * 86400, 0) AS "daysUntilPurchase",
        "unattributed_leads",
        "unattributed_revenue"
    FROM grouped
)
SELECT is_total, (SELECT count(*) FROM figures) - 1 AS row_count, * EXCLUDE (is_total)
FROM figures
ORDER BY is_total DESC, "leads" DESC NULLS LAST, "utm_campaign" NULLS LAST
