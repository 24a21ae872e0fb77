-- Tags and lists become labels; subscriptions with their history, events, and ads with what they cost by day.

CREATE TABLE labels (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    label_id TEXT NOT NULL,
    name TEXT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX labels_by_label_id ON labels (account_id, label_id);
CREATE INDEX labels_by_name ON labels (account_id, name);
CREATE INDEX labels_by_change ON labels (account_id, change);
CREATE TABLE contact_labels (
    account_id TEXT NOT NULL,
    contact BIGINT NOT NULL,
    label BIGINT NOT NULL,
    date BIGINT NOT NULL,
    PRIMARY KEY (account_id, contact, label)
);
INSERT INTO labels SELECT account_id, id, integration_id, 'tag', tag_id, name, change FROM tags;
INSERT INTO contact_labels SELECT account_id, contact, tag, date FROM contact_tags;
DROP TABLE contact_tags;
DROP TABLE tags;

CREATE TABLE subscriptions (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    node TEXT NOT NULL,
    product_id TEXT NOT NULL,
    amount BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    billing_cycle TEXT NOT NULL,
    frequency BIGINT NOT NULL,
    start_date BIGINT NOT NULL,
    last_bill_date BIGINT NOT NULL,
    change BIGINT NOT NULL,
    contact_id TEXT,
    email TEXT,
    email_key TEXT,
    name TEXT,
    trial_end_date BIGINT,
    end_date BIGINT,
    canceled_date BIGINT,
    versions BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX subscriptions_by_subscription_id ON subscriptions (account_id, subscription_id);
CREATE INDEX subscriptions_by_contact_id ON subscriptions (account_id, contact_id);
CREATE INDEX subscriptions_by_email ON subscriptions (account_id, email_key);
CREATE INDEX subscriptions_by_person ON subscriptions (account_id, person_id);
CREATE INDEX subscriptions_by_change ON subscriptions (account_id, change);
CREATE TABLE subscription_versions (
    account_id TEXT NOT NULL,
    subscription BIGINT NOT NULL,
    version BIGINT NOT NULL,
    since BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    product_id TEXT NOT NULL,
    amount BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    billing_cycle TEXT NOT NULL,
    frequency BIGINT NOT NULL,
    start_date BIGINT NOT NULL,
    last_bill_date BIGINT NOT NULL,
    trial_end_date BIGINT,
    end_date BIGINT,
    canceled_date BIGINT,
    PRIMARY KEY (account_id, subscription, version)
);

CREATE TABLE events (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    node TEXT NOT NULL,
    type TEXT NOT NULL,
    date BIGINT NOT NULL,
    change BIGINT NOT NULL,
    contact_id TEXT,
    email TEXT,
    email_key TEXT,
    uid TEXT,
    url TEXT,
    value BIGINT NOT NULL,
    meta TEXT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX events_by_event_id ON events (account_id, event_id);
CREATE INDEX events_by_contact_id ON events (account_id, contact_id);
CREATE INDEX events_by_email ON events (account_id, email_key);
CREATE INDEX events_by_person ON events (account_id, person_id);
CREATE INDEX events_by_change ON events (account_id, change);

CREATE TABLE adcampaigns (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    adcampaign_id TEXT NOT NULL,
    name TEXT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX adcampaigns_by_adcampaign_id ON adcampaigns (account_id, adcampaign_id);
CREATE INDEX adcampaigns_by_change ON adcampaigns (account_id, change);
CREATE TABLE adsets (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    adset_id TEXT NOT NULL,
    name TEXT NOT NULL,
    change BIGINT NOT NULL,
    adcampaign_id TEXT,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX adsets_by_adset_id ON adsets (account_id, adset_id);
CREATE INDEX adsets_by_change ON adsets (account_id, change);
CREATE TABLE ads (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    ad_id TEXT NOT NULL,
    name TEXT NOT NULL,
    change BIGINT NOT NULL,
    adset_id TEXT,
    adcampaign_id TEXT,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX ads_by_ad_id ON ads (account_id, ad_id);
CREATE INDEX ads_by_change ON ads (account_id, change);
CREATE TABLE ad_days (
    account_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    integration_id TEXT NOT NULL,
    ad_day_id TEXT NOT NULL,
    ad_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    spend BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    impressions BIGINT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX ad_days_by_ad_day_id ON ad_days (account_id, ad_day_id);
CREATE INDEX ad_days_by_change ON ad_days (account_id, change);
