-- What keys the hashes that stand for visitors of a day, where nothing may be stored in browsers; gone after two days.
CREATE TABLE daily_salts (
    account_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    salt TEXT NOT NULL,
    PRIMARY KEY (account_id, day)
);
