-- what each conversion is worth, in whole numbers: counts, and money in minor units
SELECT {columns}
FROM conversions AS conversion{joins}
