-- leads by how old they are, with the last touch up to the opt-in
SELECT * FROM cells LEFT JOIN entry_touches USING (actor)
