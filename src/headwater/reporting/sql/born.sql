-- the leads of the range, by the {scale} of the opt-in, with how many have begun since
SELECT person_id AS actor, "at", {cohort} AS cohort, date_diff('{scale}', {then}, {now}) AS age
FROM leads
WHERE leads.at <= $now
