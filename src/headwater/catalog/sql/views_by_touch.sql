-- the page views of the range, each with the last touch up to it
SELECT * FROM viewed WHERE viewed.at < $until
