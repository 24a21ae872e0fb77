-- contacts as they were created
SELECT id, person_id, created_at AS "at", status, integration_id FROM contacts
