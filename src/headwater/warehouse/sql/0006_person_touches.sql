-- The touches of visitors while they were somebody, laid by person: what every credit is told from. Derived from touches
-- and visitors; persons get their numbers as they come, so those of a period lie together and the rest is not read.
CREATE TABLE person_touches (
    person_id BIGINT NOT NULL, visitor_id BIGINT NOT NULL,
    "at" TIMESTAMP NOT NULL, id BIGINT NOT NULL, origin_id BIGINT NOT NULL  -- as in touches
);
INSERT INTO person_touches
SELECT v.person_id, t.visitor_id, t.at, t.id, t.origin_id
FROM touches t JOIN visitors v ON v.visitor_id = t.visitor_id AND t.at >= v.since AND t.at < v.until
ORDER BY v.person_id, t.at, t.id;
