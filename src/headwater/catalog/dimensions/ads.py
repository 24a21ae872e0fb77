"""The ad that led to the credited touch, or that money was spent on. How touches find ads: `sql/origin_adverts.sql`."""

from headwater.catalog.kinds import Dimension

ROWS: tuple[Dimension, ...] = (
    Dimension(
        key="ads.ad",
        name="Ad",
        type="STRING",
        source="advert",
        value="advert.ad",
        doc="The name of the ad.",
        example="Testimonial J",
    ),
    Dimension(
        key="ads.adset",
        name="Ad Set",
        type="STRING",
        source="advert",
        value="advert.adset",
        doc="The name of the ad's set.",
        example="Warm audience",
    ),
    Dimension(
        key="ads.adset_id",
        name="Ad Set ID",
        type="STRING",
        source="advert",
        value="advert.adset_id",
        doc="The id of the ad's set.",
        example="88123",
    ),
    Dimension(
        key="ads.ad_campaign",
        name="Ad Campaign",
        type="STRING",
        source="advert",
        value="advert.adcampaign",
        doc="The name of the ad's campaign.",
        example="Retargeting",
    ),
    Dimension(
        key="ads.adcampaign_id",
        name="Ad Campaign ID",
        type="STRING",
        source="advert",
        value="advert.adcampaign_id",
        doc="The id of the ad's campaign.",
        example="77001",
    ),
    Dimension(
        key="ads.ad_platform",
        name="Ad Platform",
        type="STRING",
        source="advert",
        value="advert.integration_id",
        doc="The integration that the ad was imported by.",
        example="facebook-ads",
    ),
)
