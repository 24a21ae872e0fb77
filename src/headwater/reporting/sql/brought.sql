-- the contacts of these persons, the first one first, and the way by which each was imported as having come
SELECT
    contact.person_id, contact.id, contact.created_at AS "at", origin.referrer_host AS referrer, origin.channel,
    origin.utm_source, origin.utm_medium, origin.utm_campaign, origin.utm_term, origin.utm_content, origin.ad_id
FROM contacts AS contact
LEFT JOIN origins AS origin USING (origin_id)
WHERE contact.person_id IN (SELECT unnest($persons::BIGINT[]))
ORDER BY contact.created_at, contact.id
