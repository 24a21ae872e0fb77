-- When something came in of an integration last; and the channel rules that an account had, the newest being those of now.
ALTER TABLE integrations ADD COLUMN active_at BIGINT;

CREATE TABLE rules_versions (
    account_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (account_id, version_id)
);
CREATE INDEX rules_versions_at ON rules_versions (account_id, at);
