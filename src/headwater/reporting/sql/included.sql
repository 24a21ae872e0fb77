-- each conversion once in every row that one of its touches belongs to
SELECT DISTINCT {columns}
FROM (SELECT DISTINCT conversion_id, origin_id{touch} FROM {credits}){joins}
