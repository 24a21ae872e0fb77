-- of these, who was known as which person: a visitor is a person from `since` until `until`
SELECT seen.*, person_id
FROM {rows} AS seen LEFT JOIN visitors AS visitor
    ON visitor.visitor_id = seen.visitor_id AND seen.at >= visitor.since AND seen.at < visitor.until
