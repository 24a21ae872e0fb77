-- the conversions without any touch that earns credit{by_itself}
SELECT conversion_id, person_id, "at"
FROM conversions
ANTI JOIN (SELECT conversion_id FROM {touches}{if_heard}) AS heard USING (conversion_id)
