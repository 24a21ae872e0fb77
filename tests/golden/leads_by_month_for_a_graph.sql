-- $change_1 = 2026-03-29 01:00:00
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
-- what each conversion is worth, in whole numbers: counts, and money in minor units
worth AS (
    SELECT
        conversion_id,
        date_trunc('month', (conversion.at + to_seconds(CASE WHEN conversion.at < $change_1 THEN $offset_0 ELSE $offset_1 END)))::DATE AS "date",
        CAST(1 AS BIGINT) AS "leads",
        CAST(coalesce(CASE WHEN lead_orders.paid_orders > 0 THEN 1 ELSE 0 END, 0) AS BIGINT) AS "numOfCustomers",
        CAST(coalesce(lead_orders.amount, 0) AS BIGINT) AS "revenue",
        CAST(coalesce(lead_orders.seconds_until_paid, 0) AS BIGINT) AS "secondsUntilPurchase"
    FROM conversions AS conversion
    LEFT JOIN lead_orders USING (conversion_id)
),
-- added up; counts in shares of 720720000
added AS (
    SELECT
        "date",
        sum("leads" * 720720000) AS "leads",
        sum("numOfCustomers" * 720720000) AS "numOfCustomers",
        sum("revenue") AS "revenue",
        sum("secondsUntilPurchase" * 720720000) AS "secondsUntilPurchase"
    FROM worth
    GROUP BY ALL
),
-- the rows' names
named AS (
    SELECT "date", "leads", "numOfCustomers", "revenue", "secondsUntilPurchase"
    FROM added
),
-- the rows and, in the same pass, their total
grouped AS (
    SELECT
        grouping("date") <> 0 AS is_total,
        "date",
        coalesce(sum("leads"), 0) AS "leads",
        coalesce(sum("numOfCustomers"), 0) AS "numOfCustomers",
        coalesce(sum("revenue"), 0) AS "revenue",
        coalesce(sum("secondsUntilPurchase"), 0) AS "secondsUntilPurchase"
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
        "secondsUntilPurchase"::DOUBLE / nullif("numOfCustomers" * 86400, 0) AS "daysUntilPurchase"
    FROM grouped
)
SELECT is_total, (SELECT count(*) FROM figures) - 1 AS row_count, * EXCLUDE (is_total)
FROM figures
ORDER BY is_total DESC, "date" NULLS LAST
