-- what servers told of these persons, or of a visitor by the name of its browser
SELECT person_id, id, happened_at AS "at", type, uid, url, value, meta
FROM events
WHERE person_id IN (SELECT unnest($persons::BIGINT[]))
   OR (person_id = 0 AND uid IN (SELECT unnest($uids::VARCHAR[])))
