-- Uploads that are imported in the background, and what was refused of them. `position` counts records; it moves in the
-- transaction that writes them, so that a job that is continued neither loses nor doubles any.
CREATE TABLE jobs (
    account_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    name TEXT NOT NULL,
    file TEXT NOT NULL,
    reading TEXT NOT NULL,
    size BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    fault TEXT,
    position BIGINT NOT NULL,
    bytes_read BIGINT NOT NULL,
    succeeded BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    PRIMARY KEY (account_id, job_id)
);
CREATE TABLE refusals (
    account_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    line BIGINT NOT NULL,
    errors TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (account_id, job_id, line)
);
