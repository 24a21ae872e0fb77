-- what touches earned, of which the filters let in
SELECT credit.* REPLACE (conversion.conversion_id AS conversion_id)
FROM {credits} {side} conversions AS conversion USING (conversion_id){joins}
WHERE {conditions}
