-- tags and lists as they were added; one that came with its contact was added right after the contact was created
SELECT contact.id, person_id, since AS "at", kind, name, label.integration_id
FROM contact_labels JOIN contacts AS contact ON contact.id = contact_labels.contact
JOIN labels AS label ON label.id = contact_labels.label
