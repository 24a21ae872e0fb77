-- of a person without a tracked touch up to the opt-in, the earliest contact that was imported with an origin is a touch
SELECT
    conversion.conversion_id, min(contact.created_at) AS "at",
    arg_min(contact.id, (contact.created_at, contact.id)) AS id,
    arg_min(contact.origin_id, (contact.created_at, contact.id)) AS origin_id{more}
FROM {conversions} AS conversion
JOIN contacts AS contact
    ON contact.person_id = conversion.person_id AND contact.created_at <= conversion.at
    AND contact.origin_id IS NOT NULL
ANTI JOIN (SELECT conversion_id FROM tracked{if_early}) AS seen USING (conversion_id)
GROUP BY conversion.conversion_id, conversion.at
