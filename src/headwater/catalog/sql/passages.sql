-- who entered, once for each step: a person, or a visitor whom nobody knew
SELECT
    actor, CASE WHEN actor > 0 THEN actor END AS person_id, make_timestamp(passed[1]) AS "at", depth, len(passed) AS steps,
    step, step_name, (passed[step] - passed[step - 1]) // 1000000 AS seconds
FROM depths CROSS JOIN stages
