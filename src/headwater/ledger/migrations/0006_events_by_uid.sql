-- What a deleted contact's visitors did is found by their uid.
CREATE INDEX events_by_uid ON events (account_id, uid);
