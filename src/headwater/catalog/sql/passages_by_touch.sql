-- who entered, once for each step, with the last touch up to entry
SELECT * FROM passages LEFT JOIN entry_touches USING (actor)
