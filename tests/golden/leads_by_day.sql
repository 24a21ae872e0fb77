-- $change_1 = 2026-03-29 01:00:00
-- $lookback = 2592000000000
-- $offset_0 = 3600
-- $offset_1 = 7200
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
        touch.origin_id = 0 OR touch.origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct,
        epoch_us(conversion.at) - epoch_us(touch.at) AS age
    FROM conversions AS conversion
    JOIN person_touches AS touch ON touch.person_id = conversion.person_id AND touch.at <= conversion.at
    WHERE touch.at < $until
),
-- of a person without a tracked touch up to the opt-in, the earliest contact that was imported with an origin is a touch
imports AS (
    SELECT
        conversion.conversion_id, min(contact.created_at) AS "at",
        arg_min(contact.id, (contact.created_at, contact.id)) AS id,
        arg_min(contact.origin_id, (contact.created_at, contact.id)) AS origin_id,
        epoch_us(conversion.at) - epoch_us(min(contact.created_at)) AS age
    FROM conversions AS conversion
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
        SELECT conversion_id, "at", id, origin_id, is_direct, age FROM tracked
        UNION ALL
        SELECT
            conversion_id, "at", id, origin_id,
            origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct, age
        FROM imports
    ) WHERE NOT is_direct AND age <= $lookback
),
-- the last touch of each conversion, by time and then by arrival
picked AS (
    SELECT conversion_id, arg_max(origin_id, epoch_us("at")::HUGEINT * 18446744073709551616 + id) AS origin_id
    FROM candidates
    GROUP BY conversion_id
),
-- what each conversion is worth, in whole numbers: counts, and money in minor units
worth AS (
    SELECT
        conversion_id,
        (conversion.at + to_seconds(CASE WHEN conversion.at < $change_1 THEN $offset_0 ELSE $offset_1 END))::DATE AS "date",
        CAST(1 AS BIGINT) AS "leads",
        CAST(coalesce(CASE WHEN lead_orders.paid_orders > 0 THEN 1 ELSE 0 END, 0) AS BIGINT) AS "numOfCustomers",
        CAST(coalesce(lead_orders.amount, 0) AS BIGINT) AS "revenue",
        CAST(coalesce(lead_orders.seconds_until_paid, 0) AS BIGINT) AS "secondsUntilPurchase"
    FROM conversions AS conversion
    LEFT JOIN lead_orders USING (conversion_id)
),
-- added up by where the touches came from; counts in shares of 720720000, no origin where there was no touch
by_origin AS (
    SELECT
        origin_id,
        "date",
        sum("leads" * 720720000) AS "leads",
        sum("numOfCustomers" * 720720000) AS "numOfCustomers",
        sum("revenue") AS "revenue",
        sum("secondsUntilPurchase" * 720720000) AS "secondsUntilPurchase"
    FROM worth LEFT JOIN picked USING (conversion_id)
    GROUP BY ALL
),
-- the rows' names
named AS (
    SELECT
        origin_id IS NULL AS is_untouched,
        "date",
        "leads",
        "numOfCustomers",
        "revenue",
        "secondsUntilPurchase"
    FROM by_origin
),
-- the rows and, in the same pass, their total
grouped AS (
    SELECT
        grouping("date") <> 0 AS is_total,
        "date",
        coalesce(sum("leads"), 0) AS "leads",
        coalesce(sum("numOfCustomers"), 0) AS "numOfCustomers",
        coalesce(sum("revenue"), 0) AS "revenue",
        coalesce(sum("secondsUntilPurchase"), 0) AS "secondsUntilPurchase",
        coalesce(sum("leads") FILTER (is_untouched), 0) AS "unattributed_leads",
        coalesce(sum("revenue") FILTER (is_untouched), 0) AS "unattributed_revenue"
    FROM named
    GROUP BY GROUPING SETS (("date"), ())
),
-- the metrics that were asked for; a ratio is told of sums, so its total is the ratio of the totals
figures AS MATERIALIZED (
    SELECT
        is_total,
        "date",
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
ORDER BY is_total DESC, "date" NULLS LAST
