-- Tags and lists become labels; subscriptions with their history, events, and ads with what they cost by day.
CREATE TABLE labels (
    id BIGINT NOT NULL, integration_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,  -- 'tag' or 'list'
    label_id VARCHAR NOT NULL, name VARCHAR NOT NULL
);
INSERT INTO labels SELECT id, integration_id, 'tag', tag_id, name FROM tags;
CREATE TABLE contact_labels (contact BIGINT NOT NULL, label BIGINT NOT NULL, since TIMESTAMP NOT NULL);
INSERT INTO contact_labels SELECT contact, tag, tagged_at FROM contact_tags;
DROP TABLE contact_tags;
DROP TABLE tags;

-- A subscription as it is now; `amount` is for a billing period of `frequency` times `billing_cycle`.
CREATE TABLE subscriptions (
    id BIGINT NOT NULL, person_id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, subscription_id VARCHAR NOT NULL,
    name VARCHAR, product_id VARCHAR NOT NULL, amount BIGINT NOT NULL, quantity BIGINT NOT NULL,
    billing_cycle VARCHAR NOT NULL, frequency BIGINT NOT NULL,
    started_at TIMESTAMP NOT NULL, last_billed_at TIMESTAMP NOT NULL,
    trial_ends_at TIMESTAMP, ends_at TIMESTAMP, canceled_at TIMESTAMP
);
-- Its terms over time: at any moment those of the highest `version` whose `since` is not later hold.
CREATE TABLE subscription_versions (
    subscription BIGINT NOT NULL,  -- subscriptions.id
    version BIGINT NOT NULL, since TIMESTAMP NOT NULL, told_at TIMESTAMP NOT NULL,
    product_id VARCHAR NOT NULL, amount BIGINT NOT NULL, quantity BIGINT NOT NULL,
    billing_cycle VARCHAR NOT NULL, frequency BIGINT NOT NULL,
    started_at TIMESTAMP NOT NULL, last_billed_at TIMESTAMP NOT NULL,
    trial_ends_at TIMESTAMP, ends_at TIMESTAMP, canceled_at TIMESTAMP
);
-- What servers told of; `person_id` is 0 for an event that only names a visitor.
CREATE TABLE events (
    id BIGINT NOT NULL, person_id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, event_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL, happened_at TIMESTAMP NOT NULL, uid VARCHAR, url VARCHAR,
    value BIGINT NOT NULL, meta VARCHAR NOT NULL
);

CREATE TABLE adcampaigns (
    id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, adcampaign_id VARCHAR NOT NULL, name VARCHAR NOT NULL
);
CREATE TABLE adsets (
    id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, adset_id VARCHAR NOT NULL, name VARCHAR NOT NULL,
    adcampaign_id VARCHAR
);
CREATE TABLE ads (
    id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, ad_id VARCHAR NOT NULL, name VARCHAR NOT NULL,
    adset_id VARCHAR, adcampaign_id VARCHAR
);
CREATE TABLE ad_days (
    id BIGINT NOT NULL, integration_id VARCHAR NOT NULL, ad_id VARCHAR NOT NULL,
    day DATE NOT NULL,  -- of the ad platform's calendar
    spend BIGINT NOT NULL, clicks BIGINT NOT NULL, impressions BIGINT NOT NULL
);
