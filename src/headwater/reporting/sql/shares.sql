-- what part of its conversion a touch earns: from `before` to `upto` of {unit} shares
SELECT *
FROM (SELECT conversion_id, origin_id{touch}, {runs} FROM {source})
WHERE {if_any}
