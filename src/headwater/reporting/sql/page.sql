-- a page of the conversions behind the figure, the largest part first
SELECT
    conversion_id, conversion.person_id, conversion.at, behind.{term} AS part, worth.{term} AS value, {facts} AS facts,
    row_number() OVER (ORDER BY abs(behind.{term}) DESC, conversion.at, conversion_id) AS n
FROM behind JOIN worth USING (conversion_id) JOIN conversions AS conversion USING (conversion_id)
WHERE behind.{term} <> 0
QUALIFY n > $offset AND n <= $last
