-- the sessions that began within the range, each with the page that it ended with
SELECT stays.*, last.host || last.path AS last_page
FROM stays JOIN page_views AS last ON last.id = last_id
