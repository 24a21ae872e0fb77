-- Nothing looks persons up here: what belongs to a person is found in contacts, invoices and the warehouse.
DROP INDEX identity_nodes_by_person;
DROP INDEX visitor_spans_by_person;
