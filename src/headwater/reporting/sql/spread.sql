-- the values of which a conversion can have several
SELECT DISTINCT {columns}
FROM conversions AS conversion{joins}
