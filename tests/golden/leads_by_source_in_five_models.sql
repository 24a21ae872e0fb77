-- $half_life = 7
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
        epoch_us(conversion.at) - epoch_us(touch.at) AS age,
        true AS is_early
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
        arg_min(contact.origin_id, (contact.created_at, contact.id)) AS origin_id,
        epoch_us(conversion.at) - epoch_us(min(contact.created_at)) AS age,
        coalesce(min(contact.created_at) <= any_value(conversion.at), false) AS is_early
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
        SELECT conversion_id, "at", id, origin_id, is_direct, age, is_early FROM tracked
        UNION ALL
        SELECT
            conversion_id, "at", id, origin_id,
            origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct, age, is_early
        FROM imports
    )
),
-- the touches that earn credit; a conversion without any has one row, without an origin
eligible AS MATERIALIZED (
    SELECT conversion_id, "at", id, origin_id, age, is_early FROM tracked WHERE NOT is_direct
    UNION ALL
    SELECT conversion_id, candidate.at, id, origin_id, age, is_early
    FROM quiet LEFT JOIN candidates AS candidate USING (conversion_id)
),
-- i: the touch's position among the n of its conversion, by time and then by arrival
placed AS (
    SELECT
        conversion_id, origin_id, age / 86400e6 AS age,
        count(*) FILTER (is_early) OVER (PARTITION BY conversion_id) AS e,
        row_number() OVER in_order AS i,
        count(*) OVER (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n
    FROM eligible
    WINDOW in_order AS (PARTITION BY conversion_id ORDER BY "at", id)
),
-- weights as whole numbers, the conversion's greatest being 2^40, so that adding them up is exact in any order
weighted AS (
    SELECT * REPLACE (
        round(1099511627776 * weight_upto_w_shaped / nullif(max(weight_upto_w_shaped) OVER conversion, 0))::BIGINT AS weight_upto_w_shaped,
        round(1099511627776 * weight_upto_time_decay / nullif(max(weight_upto_time_decay) OVER conversion, 0))::BIGINT AS weight_upto_time_decay)
    FROM (SELECT *,
        (30 * ((i = 1)::INT + (i = greatest(e, 1))::INT + (i = n)::INT) + CASE WHEN i IN (1, greatest(e, 1), n) THEN 0 ELSE 10.0 / (n - len(list_distinct([1, greatest(e, 1), n]))) END)::DOUBLE AS weight_upto_w_shaped,
        (pow(2, -age / $half_life))::DOUBLE AS weight_upto_time_decay FROM placed)
    WINDOW conversion AS (PARTITION BY conversion_id)
),
-- what part of its conversion a touch and those before it earn, in the proportion of the weights
summed AS (
    SELECT *,
        CASE WHEN i = n THEN 720720000 ELSE coalesce(round(720720000::DOUBLE
            * sum(weight_upto_w_shaped) OVER so_far
            / nullif(sum(weight_upto_w_shaped) OVER conversion, 0)), 0)::BIGINT END AS upto_w_shaped,
        CASE WHEN i = n THEN 720720000 ELSE coalesce(round(720720000::DOUBLE
            * sum(weight_upto_time_decay) OVER so_far
            / nullif(sum(weight_upto_time_decay) OVER conversion, 0)), 0)::BIGINT END AS upto_time_decay
    FROM weighted
    WINDOW
        conversion AS (PARTITION BY conversion_id),
        so_far AS (PARTITION BY conversion_id ORDER BY i ROWS UNBOUNDED PRECEDING)
),
-- what part of its conversion a touch earns: from `before` to `upto` of 720720000 shares
shares AS (
    SELECT *
    FROM (SELECT conversion_id, origin_id,
        CASE WHEN i > 1 THEN 720720000 ELSE 0 END AS before_first_touch,
        CASE WHEN i >= 1 THEN 720720000 ELSE 0 END AS upto_first_touch,
        round(720720000::DOUBLE * (i - 1) / n)::BIGINT AS before_linear,
        round(720720000::DOUBLE * i / n)::BIGINT AS upto_linear,
        lag(upto_w_shaped, 1, 0) OVER (PARTITION BY conversion_id ORDER BY i) AS before_w_shaped,
        upto_w_shaped,
        lag(upto_time_decay, 1, 0) OVER (PARTITION BY conversion_id ORDER BY i) AS before_time_decay,
        upto_time_decay FROM summed)
    WHERE upto_first_touch > before_first_touch OR upto_linear > before_linear OR upto_w_shaped > before_w_shaped OR upto_time_decay > before_time_decay
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
-- added up by where the touches came from; counts in shares of 720720000, no origin where there was no touch
by_origin AS (
    SELECT
        origin_id,
        sum("leads" * (upto_first_touch - before_first_touch)) AS "leads.first_touch",
        sum("leads" * (upto_linear - before_linear)) AS "leads.linear",
        sum("leads" * (upto_w_shaped - before_w_shaped)) AS "leads.w_shaped",
        sum("leads" * (upto_time_decay - before_time_decay)) AS "leads.time_decay",
        sum("numOfCustomers" * (upto_first_touch - before_first_touch)) AS "numOfCustomers.first_touch",
        sum("numOfCustomers" * (upto_linear - before_linear)) AS "numOfCustomers.linear",
        sum("numOfCustomers" * (upto_w_shaped - before_w_shaped)) AS "numOfCustomers.w_shaped",
        sum("numOfCustomers" * (upto_time_decay - before_time_decay)) AS "numOfCustomers.time_decay",
        sum(
            "revenue" // 720720000 * (upto_first_touch - before_first_touch)
            + (2 * ("revenue" % 720720000) * upto_first_touch + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
            - (2 * ("revenue" % 720720000) * before_first_touch + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
        ) AS "revenue.first_touch",
        sum(
            "revenue" // 720720000 * (upto_linear - before_linear)
            + (2 * ("revenue" % 720720000) * upto_linear + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
            - (2 * ("revenue" % 720720000) * before_linear + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
        ) AS "revenue.linear",
        sum(
            "revenue" // 720720000 * (upto_w_shaped - before_w_shaped)
            + (2 * ("revenue" % 720720000) * upto_w_shaped + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
            - (2 * ("revenue" % 720720000) * before_w_shaped + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
        ) AS "revenue.w_shaped",
        sum(
            "revenue" // 720720000 * (upto_time_decay - before_time_decay)
            + (2 * ("revenue" % 720720000) * upto_time_decay + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
            - (2 * ("revenue" % 720720000) * before_time_decay + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
        ) AS "revenue.time_decay",
        sum("secondsUntilPurchase" * (upto_first_touch - before_first_touch)) AS "secondsUntilPurchase.first_touch",
        sum("secondsUntilPurchase" * (upto_linear - before_linear)) AS "secondsUntilPurchase.linear",
        sum("secondsUntilPurchase" * (upto_w_shaped - before_w_shaped)) AS "secondsUntilPurchase.w_shaped",
        sum("secondsUntilPurchase" * (upto_time_decay - before_time_decay)) AS "secondsUntilPurchase.time_decay"
    FROM shares JOIN worth USING (conversion_id)
    GROUP BY ALL
),
-- the rows' names
named AS (
    SELECT
        origin_id IS NULL AS is_untouched,
        CASE
            WHEN origin_id IS NULL THEN '(none)' WHEN origin_id = 0 THEN 'Direct'
            ELSE coalesce(nullif(origin.source, ''), '(not set)') END AS "source",
        "leads.first_touch",
        "leads.linear",
        "leads.w_shaped",
        "leads.time_decay",
        "numOfCustomers.first_touch",
        "numOfCustomers.linear",
        "numOfCustomers.w_shaped",
        "numOfCustomers.time_decay",
        "revenue.first_touch",
        "revenue.linear",
        "revenue.w_shaped",
        "revenue.time_decay",
        "secondsUntilPurchase.first_touch",
        "secondsUntilPurchase.linear",
        "secondsUntilPurchase.w_shaped",
        "secondsUntilPurchase.time_decay"
    FROM by_origin LEFT JOIN origins AS origin USING (origin_id)
),
-- the rows and, in the same pass, their total
credited AS (
    SELECT
        grouping("source") <> 0 AS is_total,
        "source",
        coalesce(sum("leads.first_touch"), 0) AS "leads.first_touch",
        coalesce(sum("leads.linear"), 0) AS "leads.linear",
        coalesce(sum("leads.w_shaped"), 0) AS "leads.w_shaped",
        coalesce(sum("leads.time_decay"), 0) AS "leads.time_decay",
        coalesce(sum("numOfCustomers.first_touch"), 0) AS "numOfCustomers.first_touch",
        coalesce(sum("numOfCustomers.linear"), 0) AS "numOfCustomers.linear",
        coalesce(sum("numOfCustomers.w_shaped"), 0) AS "numOfCustomers.w_shaped",
        coalesce(sum("numOfCustomers.time_decay"), 0) AS "numOfCustomers.time_decay",
        coalesce(sum("revenue.first_touch"), 0) AS "revenue.first_touch",
        coalesce(sum("revenue.linear"), 0) AS "revenue.linear",
        coalesce(sum("revenue.w_shaped"), 0) AS "revenue.w_shaped",
        coalesce(sum("revenue.time_decay"), 0) AS "revenue.time_decay",
        coalesce(sum("secondsUntilPurchase.first_touch"), 0) AS "secondsUntilPurchase.first_touch",
        coalesce(sum("secondsUntilPurchase.linear"), 0) AS "secondsUntilPurchase.linear",
        coalesce(sum("secondsUntilPurchase.w_shaped"), 0) AS "secondsUntilPurchase.w_shaped",
        coalesce(sum("secondsUntilPurchase.time_decay"), 0) AS "secondsUntilPurchase.time_decay",
        coalesce(sum("leads.first_touch") FILTER (is_untouched), 0) AS "unattributed_leads",
        coalesce(sum("revenue.first_touch") FILTER (is_untouched), 0) AS "unattributed_revenue"
    FROM named
    GROUP BY GROUPING SETS (("source"), ())
),
-- each conversion once in every row that one of its touches belongs to
included AS (
    SELECT DISTINCT
        conversion_id,
        origin_id IS NULL AS is_untouched,
        CASE
            WHEN origin_id IS NULL THEN '(none)' WHEN origin_id = 0 THEN 'Direct'
            ELSE coalesce(nullif(origin.source, ''), '(not set)') END AS "source"
    FROM (SELECT DISTINCT conversion_id, origin_id FROM eligible)
    LEFT JOIN origins AS origin USING (origin_id)
),
-- the rows, which overlap, and their total, which counts every conversion once
included_any_touch AS (
    SELECT
        false AS is_total,
        "source",
        coalesce(sum("leads"), 0) * 720720000 AS "leads.any_touch",
        coalesce(sum("numOfCustomers"), 0) * 720720000 AS "numOfCustomers.any_touch",
        coalesce(sum("revenue"), 0) AS "revenue.any_touch",
        coalesce(sum("secondsUntilPurchase"), 0) * 720720000 AS "secondsUntilPurchase.any_touch"
    FROM included JOIN worth USING (conversion_id)
    GROUP BY ALL
    UNION ALL BY NAME
    SELECT
        true AS is_total,
        coalesce(sum("leads"), 0) * 720720000 AS "leads.any_touch",
        coalesce(sum("numOfCustomers"), 0) * 720720000 AS "numOfCustomers.any_touch",
        coalesce(sum("revenue"), 0) AS "revenue.any_touch",
        coalesce(sum("secondsUntilPurchase"), 0) * 720720000 AS "secondsUntilPurchase.any_touch"
    FROM worth JOIN (
        SELECT conversion_id, bool_and(is_untouched) AS is_untouched FROM included GROUP BY conversion_id
    ) USING (conversion_id)
),
-- the rows and their total, put together from the parts that they were added up in
grouped AS (
    SELECT
        is_total,
        "source",
        coalesce(sum("leads.first_touch"), 0) AS "leads.first_touch",
        coalesce(sum("leads.linear"), 0) AS "leads.linear",
        coalesce(sum("leads.w_shaped"), 0) AS "leads.w_shaped",
        coalesce(sum("leads.time_decay"), 0) AS "leads.time_decay",
        coalesce(sum("leads.any_touch"), 0) AS "leads.any_touch",
        coalesce(sum("numOfCustomers.first_touch"), 0) AS "numOfCustomers.first_touch",
        coalesce(sum("numOfCustomers.linear"), 0) AS "numOfCustomers.linear",
        coalesce(sum("numOfCustomers.w_shaped"), 0) AS "numOfCustomers.w_shaped",
        coalesce(sum("numOfCustomers.time_decay"), 0) AS "numOfCustomers.time_decay",
        coalesce(sum("numOfCustomers.any_touch"), 0) AS "numOfCustomers.any_touch",
        coalesce(sum("revenue.first_touch"), 0) AS "revenue.first_touch",
        coalesce(sum("revenue.linear"), 0) AS "revenue.linear",
        coalesce(sum("revenue.w_shaped"), 0) AS "revenue.w_shaped",
        coalesce(sum("revenue.time_decay"), 0) AS "revenue.time_decay",
        coalesce(sum("revenue.any_touch"), 0) AS "revenue.any_touch",
        coalesce(sum("secondsUntilPurchase.first_touch"), 0) AS "secondsUntilPurchase.first_touch",
        coalesce(sum("secondsUntilPurchase.linear"), 0) AS "secondsUntilPurchase.linear",
        coalesce(sum("secondsUntilPurchase.w_shaped"), 0) AS "secondsUntilPurchase.w_shaped",
        coalesce(sum("secondsUntilPurchase.time_decay"), 0) AS "secondsUntilPurchase.time_decay",
        coalesce(sum("secondsUntilPurchase.any_touch"), 0) AS "secondsUntilPurchase.any_touch",
        coalesce(sum("unattributed_leads"), 0) AS "unattributed_leads",
        coalesce(sum("unattributed_revenue"), 0) AS "unattributed_revenue"
    FROM (
    FROM credited
    UNION ALL BY NAME
    FROM included_any_touch
    )
    GROUP BY ALL
),
-- the metrics that were asked for; a ratio is told of sums, so its total is the ratio of the totals
figures AS MATERIALIZED (
    SELECT
        is_total,
        "source",
        "leads.first_touch" AS "leads.first_touch",
        "leads.linear" AS "leads.linear",
        "leads.w_shaped" AS "leads.w_shaped",
        "leads.time_decay" AS "leads.time_decay",
        "leads.any_touch" AS "leads.any_touch",
        "numOfCustomers.first_touch" AS "numOfCustomers.first_touch",
        "numOfCustomers.linear" AS "numOfCustomers.linear",
        "numOfCustomers.w_shaped" AS "numOfCustomers.w_shaped",
        "numOfCustomers.time_decay" AS "numOfCustomers.time_decay",
        "numOfCustomers.any_touch" AS "numOfCustomers.any_touch",
        "numOfCustomers.first_touch"::DOUBLE * 100 / nullif("leads.first_touch", 0) AS "conversionRate.first_touch",
        "numOfCustomers.linear"::DOUBLE * 100 / nullif("leads.linear", 0) AS "conversionRate.linear",
        "numOfCustomers.w_shaped"::DOUBLE * 100 / nullif("leads.w_shaped", 0) AS "conversionRate.w_shaped",
        "numOfCustomers.time_decay"::DOUBLE * 100 / nullif("leads.time_decay", 0) AS "conversionRate.time_decay",
        "numOfCustomers.any_touch"::DOUBLE * 100 / nullif("leads.any_touch", 0) AS "conversionRate.any_touch",
        "revenue.first_touch" AS "revenue.first_touch",
        "revenue.linear" AS "revenue.linear",
        "revenue.w_shaped" AS "revenue.w_shaped",
        "revenue.time_decay" AS "revenue.time_decay",
        "revenue.any_touch" AS "revenue.any_touch",
        "revenue.first_touch"::DOUBLE * 7207200 / nullif("leads.first_touch", 0) AS "leadValue.first_touch",
        "revenue.linear"::DOUBLE * 7207200 / nullif("leads.linear", 0) AS "leadValue.linear",
        "revenue.w_shaped"::DOUBLE * 7207200 / nullif("leads.w_shaped", 0) AS "leadValue.w_shaped",
        "revenue.time_decay"::DOUBLE * 7207200 / nullif("leads.time_decay", 0) AS "leadValue.time_decay",
        "revenue.any_touch"::DOUBLE * 7207200 / nullif("leads.any_touch", 0) AS "leadValue.any_touch",
        "secondsUntilPurchase.first_touch"::DOUBLE / nullif("numOfCustomers.first_touch" * 86400, 0) AS "daysUntilPurchase.first_touch",
        "secondsUntilPurchase.linear"::DOUBLE / nullif("numOfCustomers.linear" * 86400, 0) AS "daysUntilPurchase.linear",
        "secondsUntilPurchase.w_shaped"::DOUBLE / nullif("numOfCustomers.w_shaped" * 86400, 0) AS "daysUntilPurchase.w_shaped",
        "secondsUntilPurchase.time_decay"::DOUBLE / nullif("numOfCustomers.time_decay" * 86400, 0) AS "daysUntilPurchase.time_decay",
        "secondsUntilPurchase.any_touch"::DOUBLE / nullif("numOfCustomers.any_touch" * 86400, 0) AS "daysUntilPurchase.any_touch",
        "unattributed_leads",
        "unattributed_revenue"
    FROM grouped
)
SELECT is_total, (SELECT count(*) FROM figures) - 1 AS row_count, * EXCLUDE (is_total)
FROM figures
ORDER BY is_total DESC, "leads.first_touch" DESC NULLS LAST, "source" NULLS LAST
