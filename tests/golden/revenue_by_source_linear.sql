-- $start = 2026-02-28 23:00:00
-- $until = 2026-04-30 22:00:00
WITH
-- the orders of the range, each with the time at which its person became known, and which of a person's is the first paid
conversions AS MATERIALIZED (
    SELECT
        id AS conversion_id, id AS order_key, person_id, created_at AS "at", opt_in, order_id, integration_id, currency,
        amount, paid, discount, tax, shipping,
        CASE WHEN is_refunded AND refund_amount = 0 THEN paid ELSE refund_amount END AS refunded,
        amount AS order_amount, paid AS order_paid, refunded AS order_refunded,
        paid > 0 AND row_number() OVER (PARTITION BY person_id ORDER BY paid > 0 DESC, created_at, id) = 1 AS is_customer
    FROM orders LEFT JOIN (
        SELECT person_id, min(created_at) AS opt_in
        FROM contacts
        WHERE person_id IN (SELECT person_id FROM orders WHERE created_at >= $start AND created_at < $until)
        GROUP BY person_id
    ) AS known USING (person_id)
    WHERE created_at >= $start AND created_at < $until
),
-- the touches of these persons up to each conversion; a direct touch came from nowhere in particular
tracked AS MATERIALIZED (
    SELECT
        conversion.conversion_id, touch.at, touch.id, touch.origin_id,
        touch.origin_id = 0 OR touch.origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct,
        touch.at <= conversion.opt_in AS is_early
    FROM conversions AS conversion
    JOIN person_touches AS touch ON touch.person_id = conversion.person_id AND touch.at <= conversion.at
    WHERE touch.at < $until
),
-- of a person without a tracked touch up to the opt-in, the earliest contact that was imported with an origin is a touch
imports AS (
    SELECT
        conversion.conversion_id, min(contact.created_at) AS "at",
        arg_min(contact.id, (contact.created_at, contact.id)) AS id,
        arg_min(contact.origin_id, (contact.created_at, contact.id)) AS origin_id
    FROM conversions AS conversion
    JOIN contacts AS contact
        ON contact.person_id = conversion.person_id AND contact.created_at <= conversion.at
        AND contact.origin_id IS NOT NULL
    ANTI JOIN (SELECT conversion_id FROM tracked WHERE is_early) AS seen USING (conversion_id)
    GROUP BY conversion.conversion_id, conversion.at
),
-- all touches that may earn credit
candidates AS MATERIALIZED (
    SELECT *
    FROM (
        SELECT conversion_id, "at", id, origin_id, is_direct FROM tracked
        UNION ALL
        SELECT
            conversion_id, "at", id, origin_id,
            origin_id IN (SELECT origin_id FROM origins WHERE channel = 'direct') AS is_direct
        FROM imports
    ) WHERE NOT is_direct
),
-- the conversions without any touch that earns credit
quiet AS MATERIALIZED (
    SELECT conversion_id, person_id, "at"
    FROM conversions
    ANTI JOIN (SELECT conversion_id FROM candidates WHERE NOT is_direct) AS heard USING (conversion_id)
),
-- the touches that earn credit; a conversion without any has one row, without an origin
eligible AS (
    SELECT conversion_id, "at", id, origin_id FROM candidates WHERE NOT is_direct
    UNION ALL
    SELECT conversion_id, candidate.at, id, origin_id
    FROM quiet LEFT JOIN candidates AS candidate USING (conversion_id)
),
-- i: the touch's position among the n of its conversion, by time and then by arrival
placed AS (
    SELECT
        conversion_id, origin_id,
        row_number() OVER in_order AS i,
        count(*) OVER (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n
    FROM eligible
    WINDOW in_order AS (PARTITION BY conversion_id ORDER BY "at", id)
),
-- what part of its conversion a touch earns: from `before` to `upto` of 720720000 shares
shares AS (
    SELECT *
    FROM (SELECT conversion_id, origin_id,
        round(720720000::DOUBLE * (i - 1) / n)::BIGINT AS before,
        round(720720000::DOUBLE * i / n)::BIGINT AS upto FROM placed)
    WHERE upto > before
),
-- what each conversion is worth, in whole numbers: counts, and money in minor units
worth AS (
    SELECT
        conversion_id,
        CAST(conversion.amount AS BIGINT) AS "revenue",
        CAST(1 AS BIGINT) AS "orders",
        CAST(CASE WHEN conversion.is_customer THEN 1 ELSE 0 END AS BIGINT) AS "numOfCustomers"
    FROM conversions AS conversion
),
-- added up by where the touches came from; counts in shares of 720720000, no origin where there was no touch
by_origin AS (
    SELECT
        origin_id,
        sum(
            "revenue" // 720720000 * (upto - before)
            + (2 * ("revenue" % 720720000) * upto + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
            - (2 * ("revenue" % 720720000) * before + CASE WHEN "revenue" < 0 THEN -720720000 ELSE 720720000 END) // 1441440000
        ) AS "revenue",
        sum("orders" * (upto - before)) AS "orders",
        sum("numOfCustomers" * (upto - before)) AS "numOfCustomers"
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
        "revenue",
        "orders",
        "numOfCustomers"
    FROM by_origin LEFT JOIN origins AS origin USING (origin_id)
),
-- the rows and, in the same pass, their total
grouped AS (
    SELECT
        grouping("source") <> 0 AS is_total,
        "source",
        coalesce(sum("revenue"), 0) AS "revenue",
        coalesce(sum("orders"), 0) AS "orders",
        coalesce(sum("numOfCustomers"), 0) AS "numOfCustomers",
        coalesce(sum("orders") FILTER (is_untouched), 0) AS "unattributed_orders",
        coalesce(sum("revenue") FILTER (is_untouched), 0) AS "unattributed_revenue"
    FROM named
    GROUP BY GROUPING SETS (("source"), ())
),
-- the metrics that were asked for; a ratio is told of sums, so its total is the ratio of the totals
figures AS MATERIALIZED (
    SELECT
        is_total,
        "source",
        "revenue" AS "revenue",
        "numOfCustomers" AS "numOfCustomers",
        "revenue"::DOUBLE * 7207200 / nullif("orders", 0) AS "aov",
        "orders" AS "orders",
        "unattributed_orders",
        "unattributed_revenue"
    FROM grouped
)
SELECT is_total, (SELECT count(*) FROM figures) - 1 AS row_count, * EXCLUDE (is_total)
FROM figures
ORDER BY is_total DESC, "revenue" DESC NULLS LAST, "source" NULLS LAST
