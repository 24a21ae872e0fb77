-- the ad, set or campaign that each way to come belongs to: by ad_id, else by what utm_content and utm_campaign say, which
-- may be an id or a name. An ad goes before a set and a set before a campaign, an ad of the campaign that is named before
-- others, and of several the first by its number
SELECT origin_id, arg_min(advert, (rank, advert)) AS advert
FROM (
    SELECT
        said.origin_id, advert.advert,
        CASE
            WHEN said.is_ad_id THEN 0
            WHEN advert.ad_id IS NULL THEN CASE WHEN advert.adset_id IS NULL THEN 4 ELSE 3 END
            WHEN said.campaign IN (lower(advert.adcampaign), lower(advert.adcampaign_id)) THEN 1
            ELSE 2 END AS rank
    FROM (
        SELECT origin_id, lower(utm_campaign) AS campaign, unnest([
            {'word': lower(ad_id), 'is_ad_id': true}, {'word': lower(utm_content), 'is_ad_id': false},
            {'word': lower(utm_campaign), 'is_ad_id': false}
        ], recursive := true)
        FROM origins
    ) AS said
    JOIN (
        SELECT advert, unnest(CASE
            WHEN ad_id IS NOT NULL THEN [lower(ad_id), lower(ad)]
            WHEN adset_id IS NOT NULL THEN [lower(adset_id), lower(adset)]
            ELSE [lower(adcampaign_id), lower(adcampaign)] END) AS word
        FROM adverts
    ) AS named USING (word)
    JOIN adverts AS advert USING (advert)
    WHERE word <> '' AND (NOT is_ad_id OR word = lower(advert.ad_id))
)
GROUP BY origin_id
