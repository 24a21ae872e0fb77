-- The first tables of an account's warehouse. No keys and no indexes: a lake has none, and a column store pays for them
-- at every write. `id` is the number of the ledger's change that first told us of the row; it never changes, grows with
-- arrival, and breaks ties in time. Times are UTC; money is minor units of the account's currency.
-- "at" is a reserved word here: write it qualified (`touches.at`) or in quotes.

-- How far the projector has come, per feed: 'rows' (ledger tables) and 'hits' (the spool).
CREATE TABLE marks (
    feed VARCHAR NOT NULL, change BIGINT NOT NULL,
    complete_at TIMESTAMP  -- the ledger held nothing beyond the mark at this time; NULL until that was so
);
INSERT INTO marks VALUES ('rows', 0, NULL), ('hits', 0, NULL);

CREATE TABLE contacts (
    id BIGINT NOT NULL, person_id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, contact_id VARCHAR NOT NULL,
    email VARCHAR, first_name VARCHAR, last_name VARCHAR, status VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP, custom_fields VARCHAR NOT NULL,
    origin_id BIGINT  -- what its own utm_* and referring_url say; NULL when they say nothing
);
CREATE TABLE contact_tags (contact BIGINT NOT NULL, tag BIGINT NOT NULL, tagged_at TIMESTAMP NOT NULL);
CREATE TABLE tags (id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, tag_id VARCHAR NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE products (
    id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, product_id VARCHAR NOT NULL, name VARCHAR NOT NULL
);
CREATE TABLE orders (
    id BIGINT NOT NULL, person_id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, order_id VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL, amount BIGINT NOT NULL, paid BIGINT NOT NULL,
    is_refunded BOOLEAN NOT NULL, refund_amount BIGINT NOT NULL, refunded_at TIMESTAMP,
    discount BIGINT NOT NULL, tax BIGINT NOT NULL, shipping BIGINT NOT NULL, currency VARCHAR
);
CREATE TABLE order_items (
    order_id BIGINT NOT NULL,  -- orders.id
    position INTEGER NOT NULL, item_id VARCHAR NOT NULL, product_id VARCHAR, name VARCHAR NOT NULL,
    amount BIGINT NOT NULL, total_paid BIGINT NOT NULL, quantity BIGINT NOT NULL, subscription_id VARCHAR
);

-- Which person a visitor was, from `since` (inclusive) to `until` (exclusive); never-identified visitors have no row.
CREATE TABLE visitors (
    visitor_id BIGINT NOT NULL, since TIMESTAMP NOT NULL, until TIMESTAMP NOT NULL, person_id BIGINT NOT NULL
);

-- The distinct ways to come: thousands of rows, so that a changed channel rule re-tells all history at once.
CREATE TABLE origins (
    origin_id BIGINT NOT NULL,  -- hash of the columns up to ad_id, made by the enrichment
    referrer_host VARCHAR NOT NULL, utm_source VARCHAR NOT NULL, utm_medium VARCHAR NOT NULL,
    utm_campaign VARCHAR NOT NULL, utm_content VARCHAR NOT NULL, utm_term VARCHAR NOT NULL,
    click_id VARCHAR NOT NULL,  -- the kind ('gclid'), not its value
    ad_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL, source VARCHAR NOT NULL
);

CREATE TABLE page_views (
    id BIGINT NOT NULL, visitor_id BIGINT NOT NULL, "at" TIMESTAMP NOT NULL, type VARCHAR NOT NULL,
    starts_session BOOLEAN NOT NULL,  -- the browser said so; the server may decide so too, see touches
    origin_id BIGINT,                 -- NULL when it carries neither a campaign nor an external referrer
    host VARCHAR NOT NULL, path VARCHAR NOT NULL, url VARCHAR NOT NULL, referrer VARCHAR, title VARCHAR,
    country VARCHAR, device VARCHAR, os VARCHAR, browser VARCHAR, ip VARCHAR, props VARCHAR
);

-- The page views that start a session or bring a new origin into it. Derived from page_views, visitor by visitor.
CREATE TABLE touches (
    id BIGINT NOT NULL,  -- page_views.id
    visitor_id BIGINT NOT NULL, "at" TIMESTAMP NOT NULL, starts_session BOOLEAN NOT NULL,
    origin_id BIGINT NOT NULL  -- 0 is direct
);

-- Hits that were dropped on the way here, counted in the transaction that would have written them.
CREATE TABLE drops (day DATE NOT NULL, reason VARCHAR NOT NULL, hits BIGINT NOT NULL);
