-- the tags of each person
SELECT DISTINCT person_id, label.name AS value
FROM contacts JOIN contact_labels ON contact_labels.contact = contacts.id
JOIN labels AS label ON label.id = contact_labels.label AND label.kind = 'tag'
