-- what ads cost, by day of the ad platform's calendar
SELECT
    'ad ' || ad.id AS advert, day, spend, clicks, impressions,
    ad_id, integration_id, coalesce(nullif(ad.name, ''), ad_id) AS ad
FROM ad_days LEFT JOIN ads AS ad USING (integration_id, ad_id)
WHERE day >= $start_day AND day <= $end_day
