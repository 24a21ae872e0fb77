-- of these, those that the filters let in
SELECT conversion.*
FROM found AS conversion{joins}
WHERE {conditions}
