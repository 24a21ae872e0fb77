"""Ads, the sets and campaigns that they run in, and what they cost and brought by day."""

from typing import Final, Literal, TypedDict

from headwater import scalars
from headwater.intake import ads
from headwater.intake.payload import Part, Payload, object_schema
from headwater.intake.schemas import NOT_SENT, Schema, schema_of


class AdCampaignResource(TypedDict):
    """A campaign as answers show it."""

    id: str
    name: str


class AdSetResource(AdCampaignResource):
    """A set, with its campaign's id."""

    adcampaign: str | None


class AdResource(AdSetResource):
    """An ad, with the ids of its set and campaign."""

    adset: str | None


class PerformanceResource(TypedDict):
    """A day of an ad as answers show it; money in cents."""

    ad: str
    date: str
    spend: int
    clicks: int
    impressions: int


class AdCampaignAnswer(TypedDict):
    """What became of a campaign."""

    status: Literal["success"]
    adcampaign: AdCampaignResource


class AdSetAnswer(TypedDict):
    """What became of a set."""

    status: Literal["success"]
    adset: AdSetResource


class AdAnswer(TypedDict):
    """What became of an ad."""

    status: Literal["success"]
    ad: AdResource


class PerformanceAnswer(TypedDict):
    """What became of an ad's day."""

    status: Literal["success"]
    performance: PerformanceResource


def _id_or(parts: tuple[Part, ...] = ()) -> Schema:
    """An id, or an object that also tells the name."""
    return {"anyOf": [schema_of(scalars.identifier), object_schema(ads.FIELDS, parts)]}


def _perhaps(schema: Schema) -> Schema:
    return {"anyOf": [*schema["anyOf"], NOT_SENT.schema]}


_CAMPAIGN: Final = Part("adcampaign", "Its campaign: an id, or an object", _perhaps(_id_or()), fields=ads.FIELDS)
_SET: Final = Part("adset", "Its set: an id, or an object", _perhaps(_id_or((_CAMPAIGN,))), fields=ads.FIELDS)
_AD: Final = Part("ad", "The ad: an id, or an object", _id_or((_SET, _CAMPAIGN)), required=True, fields=ads.FIELDS)

PERFORMANCE: Final = Payload(
    "Performance",
    "What an ad cost and brought on a day. Sent again for the same day, it replaces what was sent before.",
    ads.DAY_FIELDS,
    {
        "full": {
            "ad": 5489788855,
            "adcampaign": {"id": 123456789, "name": "My Amazing Ad Campaign"},
            "adset": {"id": 5678910, "name": "My Amazing Ad Set", "adcampaign": 123456789},
            "spend": 4500,
            "clicks": 7844,
            "impressions": 15487,
            "date": "2018-10-03",
        },
        "with an ad": {"ad": {"id": 7, "name": "Blue", "adset": 5}, "spend": 4500, "date_created": "2018-10-03"},
    },
    PerformanceAnswer,
    {
        "status": "success",
        "performance": {
            "ad": "5489788855",
            "date": "2018-10-03",
            "spend": 4500,
            "clicks": 7844,
            "impressions": 15487,
        },
    },
    (_AD, _SET, _CAMPAIGN),
)

AD: Final = Payload(
    "Ad",
    "An ad, and where it runs.",
    ads.FIELDS,
    {"full": {"id": 7, "name": "Blue", "adset": {"id": 5, "name": "Spring"}, "adcampaign": 1}},
    AdAnswer,
    {"status": "success", "ad": {"id": "7", "name": "Blue", "adset": "5", "adcampaign": "1"}},
    (_SET, _CAMPAIGN),
)

ADSET: Final = Payload(
    "AdSet",
    "A set of ads, and where it runs.",
    ads.FIELDS,
    {"full": {"id": 5, "name": "Spring", "adcampaign": {"id": 1, "name": "2019"}}},
    AdSetAnswer,
    {"status": "success", "adset": {"id": "5", "name": "Spring", "adcampaign": "1"}},
    (_CAMPAIGN,),
)

ADCAMPAIGN: Final = Payload(
    "AdCampaign",
    "A campaign of an ad platform.",
    ads.FIELDS,
    {"full": {"id": 1, "name": "2019"}},
    AdCampaignAnswer,
    {"status": "success", "adcampaign": {"id": "1", "name": "2019"}},
)
