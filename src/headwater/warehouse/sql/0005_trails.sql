-- Where the page views of each visitor are: a copy of two columns in another order, for a store without indexes. It holds
-- the views up to `upto`; later ones are few, and found in page_views itself.
CREATE TABLE trails (visitor_id BIGINT NOT NULL, id BIGINT NOT NULL);
CREATE TABLE trails_upto (upto BIGINT NOT NULL);
INSERT INTO trails_upto VALUES (0);
-- Visitors keep the name that browsers and servers call them by. The ledger tells its rows anew, with these names.
ALTER TABLE visitors ADD COLUMN uid VARCHAR;
UPDATE marks SET change = 0 WHERE feed = 'rows';
