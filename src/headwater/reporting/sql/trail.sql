-- one visitor's page views: an equality is all that a scan can skip blocks by and stay lazy
SELECT visitor_id, id FROM trails WHERE visitor_id = $visitor_{n}
