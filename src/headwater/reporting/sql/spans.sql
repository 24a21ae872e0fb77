-- the visitors whom these persons were, and when
SELECT person_id, visitor_id, uid, since, until
FROM visitors
WHERE person_id IN (SELECT unnest($persons::BIGINT[]))
