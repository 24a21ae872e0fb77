-- The first tables of the ledger, in the SQL that SQLite and PostgreSQL share. `account_id` leads every key, so that no
-- statement can wander into another account. Instants are microseconds since 1970 UTC, money is minor units.

CREATE TABLE accounts (
    account_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    timezone TEXT NOT NULL,
    currency TEXT NOT NULL,
    secret TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    change BIGINT NOT NULL,
    hits BIGINT NOT NULL
);
CREATE TABLE api_keys (
    key_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX api_keys_by_account ON api_keys (account_id);
CREATE TABLE integrations (
    account_id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, integration_id)
);

CREATE TABLE contacts (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    date_created BIGINT NOT NULL,
    change BIGINT NOT NULL,
    email TEXT,
    email_key TEXT,
    status TEXT NOT NULL,
    last_updated BIGINT,
    first_name TEXT,
    last_name TEXT,
    utm_campaign TEXT,
    utm_content TEXT,
    utm_medium TEXT,
    utm_source TEXT,
    utm_term TEXT,
    referring_url TEXT,
    optin_url TEXT,
    ip_address TEXT,
    affiliate_id TEXT,
    geo_lat TEXT,
    geo_lon TEXT,
    custom_fields TEXT NOT NULL,
    PRIMARY KEY (account_id, id)
);
-- Not unique: within one transaction a re-keying and a merge may pass through a moment with two.
CREATE INDEX contacts_by_contact_id ON contacts (account_id, contact_id);
CREATE INDEX contacts_by_email ON contacts (account_id, email_key);
CREATE INDEX contacts_by_person ON contacts (account_id, person_id);
CREATE INDEX contacts_by_change ON contacts (account_id, change);

CREATE TABLE tags (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    tag_id TEXT NOT NULL,
    name TEXT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX tags_by_tag_id ON tags (account_id, tag_id);
CREATE INDEX tags_by_name ON tags (account_id, name);
CREATE INDEX tags_by_change ON tags (account_id, change);
CREATE TABLE contact_tags (
    account_id TEXT NOT NULL,
    contact BIGINT NOT NULL,
    tag BIGINT NOT NULL,
    date BIGINT NOT NULL,
    PRIMARY KEY (account_id, contact, tag)
);

CREATE TABLE products (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    name TEXT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX products_by_product_id ON products (account_id, product_id);
CREATE INDEX products_by_change ON products (account_id, change);

CREATE TABLE invoices (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    node TEXT NOT NULL,
    amount BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    date_created BIGINT NOT NULL,
    change BIGINT NOT NULL,
    contact_id TEXT,
    email TEXT,
    email_key TEXT,
    is_refunded BOOLEAN NOT NULL,
    refund_amount BIGINT NOT NULL,
    date_refunded BIGINT,
    discount BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    shipping BIGINT NOT NULL,
    currency TEXT,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX invoices_by_invoice_id ON invoices (account_id, invoice_id);
CREATE INDEX invoices_by_contact_id ON invoices (account_id, contact_id);
CREATE INDEX invoices_by_email ON invoices (account_id, email_key);
CREATE INDEX invoices_by_person ON invoices (account_id, person_id);
CREATE INDEX invoices_by_change ON invoices (account_id, change);
CREATE TABLE invoice_items (
    account_id TEXT NOT NULL,
    invoice BIGINT NOT NULL,
    position BIGINT NOT NULL,
    item_id TEXT NOT NULL,
    name TEXT NOT NULL,
    amount BIGINT NOT NULL,
    total_paid BIGINT NOT NULL,
    product_id TEXT,
    quantity BIGINT NOT NULL,
    subscription_id TEXT,
    PRIMARY KEY (account_id, invoice, position)
);

-- Identity. Nodes are 'v:' visitors (by uid), 'e:' e-mail addresses and 'c:' contacts; all but
-- the first are keyed hashes. An edge points from a visitor, or from a contact.
CREATE TABLE identity_edges (
    account_id TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    slot BIGINT NOT NULL,
    at BIGINT NOT NULL,
    last BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (account_id, a, b, slot)
);
CREATE INDEX identity_edges_by_b ON identity_edges (account_id, b);
CREATE TABLE identity_nodes (
    account_id TEXT NOT NULL,
    node TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, node)
);
CREATE INDEX identity_nodes_by_person ON identity_nodes (account_id, person_id);
CREATE TABLE visitor_spans (
    account_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    since BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (account_id, uid, since)
);
CREATE INDEX visitor_spans_by_person ON visitor_spans (account_id, person_id);
CREATE INDEX visitor_spans_by_change ON visitor_spans (account_id, change);
CREATE TABLE identity_log (
    account_id TEXT NOT NULL,
    change BIGINT NOT NULL,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (account_id, change)
);

CREATE TABLE spool (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE TABLE hit_drops (
    account_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    reason TEXT NOT NULL,
    hits BIGINT NOT NULL,
    PRIMARY KEY (account_id, day, reason)
);
CREATE TABLE tombstones (
    account_id TEXT NOT NULL,
    change BIGINT NOT NULL,
    entity TEXT NOT NULL,
    id BIGINT NOT NULL,
    PRIMARY KEY (account_id, change)
);
CREATE TABLE idempotency_records (
    account_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, key_id, idempotency_key)
);
CREATE INDEX idempotency_records_by_time ON idempotency_records (account_id, created_at);
