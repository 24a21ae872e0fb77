-- Who decided a union or a split of persons, and how to find the audit of one person.
ALTER TABLE identity_log ADD COLUMN actor TEXT NOT NULL DEFAULT '';
CREATE INDEX identity_log_by_person ON identity_log (account_id, person_id);
CREATE INDEX identity_log_by_other ON identity_log (account_id, other_id);
-- With the other end in it: the contacts of an address are read without its browsers, of which there may be very many.
DROP INDEX identity_edges_by_b;
CREATE INDEX identity_edges_by_b ON identity_edges (account_id, b, a);
