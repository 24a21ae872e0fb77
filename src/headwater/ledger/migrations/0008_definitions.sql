-- What an account has defined for itself: saved reports, segments, metrics; `body` is JSON.
CREATE TABLE definitions (
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    definition_id TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, kind, definition_id)
);
