-- every ad with its set and campaign, and every set and campaign by itself for clicks that name no ad
SELECT
    'ad ' || ad.id AS advert, ad.integration_id, ad.ad_id, coalesce(nullif(ad.name, ''), ad.ad_id) AS ad,
    ad.adset_id, coalesce(nullif(adset.name, ''), ad.adset_id) AS adset,
    coalesce(ad.adcampaign_id, adset.adcampaign_id) AS adcampaign_id,
    coalesce(nullif(adcampaign.name, ''), ad.adcampaign_id, adset.adcampaign_id) AS adcampaign
FROM ads AS ad
LEFT JOIN adsets AS adset ON adset.integration_id = ad.integration_id AND adset.adset_id = ad.adset_id
LEFT JOIN adcampaigns AS adcampaign
    ON adcampaign.integration_id = ad.integration_id
    AND adcampaign.adcampaign_id = coalesce(ad.adcampaign_id, adset.adcampaign_id)
UNION ALL
SELECT
    'set ' || adset.id, adset.integration_id, NULL, NULL, adset.adset_id, coalesce(nullif(adset.name, ''), adset.adset_id),
    adset.adcampaign_id, coalesce(nullif(adcampaign.name, ''), adset.adcampaign_id)
FROM adsets AS adset LEFT JOIN adcampaigns AS adcampaign USING (integration_id, adcampaign_id)
UNION ALL
SELECT
    'campaign ' || id, integration_id, NULL, NULL, NULL, NULL, adcampaign_id, coalesce(nullif(name, ''), adcampaign_id)
FROM adcampaigns
