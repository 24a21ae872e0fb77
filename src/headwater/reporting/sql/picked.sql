-- the {edge} touch of each conversion, by time and then by arrival{direct_last}
SELECT conversion_id, {pick}(origin_id, {rank}) AS origin_id{touch}
FROM candidates
GROUP BY conversion_id
