-- the touches that earn credit; a conversion without any has one row, without an origin
SELECT conversion_id, "at", id, origin_id{more} FROM {touches}{if_heard}
UNION ALL
SELECT conversion_id, candidate.at, id, origin_id{more}
FROM quiet LEFT JOIN candidates AS candidate USING (conversion_id)
