-- People who sign in, what they may in which account, by which browser, and what they did there.
CREATE TABLE users (
    user_id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT,
    totp TEXT,
    totp_draft TEXT,
    totp_used BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email);

CREATE TABLE members (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    filters TEXT NOT NULL,
    sees_contacts BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    accepted_at BIGINT,
    PRIMARY KEY (account_id, user_id)
);
CREATE INDEX members_user ON members (user_id);

CREATE TABLE sessions (
    session_id TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    user_id TEXT NOT NULL,
    agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_user ON sessions (user_id);

-- Links by which somebody sets a password: `account_id` is that of an invitation, NULL for who is known already.
CREATE TABLE tickets (
    hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    account_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX tickets_user ON tickets (user_id);

CREATE TABLE shares (
    account_id TEXT NOT NULL,
    share_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    title TEXT NOT NULL,
    report_id TEXT,
    question TEXT,
    password TEXT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    used_at BIGINT,
    PRIMARY KEY (account_id, share_id)
);
CREATE UNIQUE INDEX shares_hash ON shares (hash);

-- Rows are added and never changed.
CREATE TABLE audit_log (
    account_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (account_id, entry_id)
);
CREATE INDEX audit_log_at ON audit_log (account_id, at);
