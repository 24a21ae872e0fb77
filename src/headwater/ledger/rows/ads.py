"""Rows of ads, and what they cost by day."""

import msgspec


class AdCampaign(msgspec.Struct, kw_only=True, array_like=True):
    """A campaign of an ad platform."""

    account_id: str
    id: int
    integration_id: str
    adcampaign_id: str
    name: str
    change: int


class AdSet(msgspec.Struct, kw_only=True, array_like=True):
    """A set of ads (an ad group) within a campaign."""

    account_id: str
    id: int
    integration_id: str
    adset_id: str
    name: str
    change: int
    adcampaign_id: str | None = None


class Ad(msgspec.Struct, kw_only=True, array_like=True):
    """An ad, with the set and the campaign that it runs in, as far as they are known."""

    account_id: str
    id: int
    integration_id: str
    ad_id: str
    name: str
    change: int
    adset_id: str | None = None
    adcampaign_id: str | None = None


class AdDay(msgspec.Struct, kw_only=True, array_like=True):
    """What an ad cost and brought on a `day` (days since 1970, of the ad platform's calendar)."""

    account_id: str
    id: int
    integration_id: str
    ad_day_id: str
    ad_id: str
    day: int
    spend: int
    clicks: int
    impressions: int
    change: int
