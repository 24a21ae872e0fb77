"""`/docs`: the OpenAPI document as one page for people, complete in itself: no other file, no other site."""
