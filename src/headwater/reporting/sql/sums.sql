-- the figures' terms, added up
SELECT *
FROM {parts}
