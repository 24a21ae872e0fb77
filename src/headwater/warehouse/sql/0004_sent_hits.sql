-- Hits that a browser sent more than once are page views once: what they are known by, for as long as they may be sent.
CREATE TABLE sent_hits (
    key BIGINT NOT NULL,   -- hash of visitor, browser's time, type and URL
    t BIGINT NOT NULL,     -- the browser's time, as it said: narrows the search
    day DATE NOT NULL      -- of arrival: rows of more than eight days ago are deleted
);
ALTER TABLE page_views ADD COLUMN region VARCHAR;
ALTER TABLE page_views ADD COLUMN city VARCHAR;
-- A word for the rules by which the channels of `origins` were told; another one now says that they must be told anew.
CREATE TABLE told_by (rules VARCHAR NOT NULL);
