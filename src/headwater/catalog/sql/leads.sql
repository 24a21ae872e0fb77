-- the persons who opted in within the range: a contact was created in it, and none before
SELECT contact.person_id AS conversion_id, contact.person_id, min(contact.created_at) AS "at"
FROM contacts AS contact
WHERE contact.created_at >= $start AND contact.created_at < $until
  AND NOT EXISTS (
      FROM contacts AS earlier WHERE earlier.person_id = contact.person_id AND earlier.created_at < $start
  )
GROUP BY contact.person_id
