-- the touches that could have earned credit of these conversions, in order, with what they earned and whether that is
-- what this row shows
SELECT candidate.conversion_id, list({{
    'at': candidate.at, 'is_view': viewed.id IS NOT NULL, 'url': viewed.url, 'referrer': viewed.referrer,
    'origin': origin, 'earned': {earned}, 'part': {part}, 'counts': counted.touch_id IS NOT NULL
}} ORDER BY candidate.at, candidate.id) AS touches
FROM candidates AS candidate
JOIN worth USING (conversion_id){shares}
LEFT JOIN (
    SELECT DISTINCT conversion_id, touch_id FROM earned
) AS counted ON counted.conversion_id = candidate.conversion_id AND counted.touch_id = candidate.id
LEFT JOIN origins AS origin ON origin.origin_id = candidate.origin_id
LEFT JOIN (SELECT id, url, referrer FROM page_views) AS viewed ON viewed.id = candidate.id
WHERE candidate.conversion_id IN (SELECT conversion_id FROM page)
GROUP BY candidate.conversion_id
