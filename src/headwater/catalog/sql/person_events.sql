-- the events that servers told of each person
SELECT DISTINCT person_id, type AS value FROM events WHERE person_id <> 0
