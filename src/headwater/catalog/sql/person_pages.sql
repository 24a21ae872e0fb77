-- the pages that each person ever viewed
SELECT DISTINCT person_id, view.host || view.path AS value
FROM visitors AS visitor
JOIN page_views AS view
    ON view.visitor_id = visitor.visitor_id AND view.at >= visitor.since AND view.at < visitor.until
