-- step {number}: {what}; {which}
SELECT event.actor, {columns}
FROM (
    SELECT
        {actor} AS actor, event.at,
        epoch_us(event.at)::HUGEINT * 18446744073709551616 + 2 * event.id{later} AS place
    FROM (
{events}
    ) AS event{joins}
    WHERE {conditions}
) AS event{after}
