-- a run of one visitor's page views that lie close together
SELECT * FROM page_views WHERE visitor_id = $visitor_{n} AND id BETWEEN $first_{n} AND $last_{n}
