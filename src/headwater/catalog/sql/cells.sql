-- every lead once for each unit of time from the opt-in until now, and once, as period -1, for all of them together
SELECT
    actor, actor AS person_id, grid.at, cohort, period, coalesce(orders, 0) AS orders,
    coalesce(revenue, 0) AS revenue, coalesce(cumulative, 0) AS cumulative, coalesce(is_active, 0) AS is_active,
    coalesce(is_customer, 0) AS is_customer, coalesce(is_new, 0) AS is_new, days
FROM (SELECT *, unnest(range(-1, age + 1)) AS period FROM born) AS grid
LEFT JOIN (
    SELECT
        actor, cell.period, count(*) FILTER (bought.period = cell.period OR cell.period = -1) AS orders,
        sum(amount) FILTER (bought.period = cell.period OR cell.period = -1)::BIGINT AS revenue,
        sum(amount)::BIGINT AS cumulative,
        max((is_paid AND (bought.period = cell.period OR cell.period = -1))::INT) AS is_active,
        max(is_paid::INT) AS is_customer,
        (min(bought.period) FILTER (is_paid) = cell.period OR (cell.period = -1 AND bool_or(is_paid)))::INT AS is_new,
        min(days) FILTER (is_paid) AS days
    FROM bought JOIN (SELECT actor, unnest(range(-1, age + 1)) AS period FROM born) AS cell USING (actor)
    WHERE bought.period <= cell.period OR cell.period = -1
    GROUP BY actor, cell.period
) USING (actor, period)
