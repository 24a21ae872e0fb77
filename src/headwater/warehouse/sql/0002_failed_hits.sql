-- Hits that could not be made page views because the program failed, not because of a rule. They have left the spool, so
-- they are kept here as they came, and are tried again at every rebuild.
CREATE TABLE failed_hits (
    id BIGINT NOT NULL, fault VARCHAR NOT NULL,
    hit VARCHAR NOT NULL  -- the spooled hit, JSON
);
