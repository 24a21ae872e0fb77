"""Ads: ids or objects wherever they stand, parents inherited from the level above, and every fault with its place."""

from typing import Any

import pytest

from headwater.errors import Problem
from headwater.intake.ads import read_ads, read_performance
from tests.intake.accounts import ACCOUNT

DAY = {"spend": 4500, "date": "2018-10-03"}
CAMPAIGN = {"id": 1, "name": "Spring"}


INHERITED: list[tuple[dict[str, Any], list[tuple[str, str, dict[str, str]]]]] = [
    # each: the body of a performance, and (level, id, columns) from the top down
    ({"ad": 7}, [("ad", "7", {})]),
    ({"ad": {"id": 7, "name": "Blue"}}, [("ad", "7", {"name": "Blue"})]),
    (
        {"ad": 7, "adset": 5, "adcampaign": 1},
        [
            ("adcampaign", "1", {}),
            ("adset", "5", {"adcampaign_id": "1"}),
            ("ad", "7", {"adset_id": "5", "adcampaign_id": "1"}),
        ],
    ),
    (  # as printed in the reference: the set names its campaign itself
        {"ad": 7, "adcampaign": CAMPAIGN, "adset": {"id": 5, "name": "Set", "adcampaign": 1}},
        [
            ("adcampaign", "1", {"name": "Spring"}),
            ("adcampaign", "1", {}),
            ("adset", "5", {"name": "Set", "adcampaign_id": "1"}),
            ("ad", "7", {"adset_id": "5", "adcampaign_id": "1"}),
        ],
    ),
    (  # the top speaks of the ad; that its set runs elsewhere is the set's own affair
        {"ad": 7, "adcampaign": 1, "adset": {"id": 5, "adcampaign": 2}},
        [
            ("adcampaign", "1", {}),
            ("adcampaign", "2", {}),
            ("adset", "5", {"adcampaign_id": "2"}),
            ("ad", "7", {"adset_id": "5", "adcampaign_id": "1"}),
        ],
    ),
    (  # what the ad says itself counts most
        {"ad": {"id": 7, "adset": 6, "adcampaign": 3}, "adset": 5, "adcampaign": 1},
        [
            ("adcampaign", "1", {}),
            ("adset", "5", {"adcampaign_id": "1"}),
            ("adcampaign", "3", {}),
            ("adset", "6", {"adcampaign_id": "3"}),
            ("ad", "7", {"adset_id": "6", "adcampaign_id": "3"}),
        ],
    ),
]


@pytest.mark.parametrize(("body", "told"), INHERITED)
def test_parents_are_inherited(body: dict[str, Any], told: list[tuple[str, str, dict[str, str]]]) -> None:
    change = read_performance(ACCOUNT, "first", DAY | body)
    assert [tuple(one) for one in change.told] == told
    assert change.figures == {"spend": 4500, "day": 17_807}  # 2018-10-03, days since 1970


def test_days_are_calendar_days_wherever_they_are() -> None:
    for spelled in ("2018-10-03", "2018-10-03 23:59:59", "2018-10-03T23:59:59-08:00", "2018-10-03T00:30:00+10:00"):
        figures = read_performance(ACCOUNT, "first", DAY | {"ad": 7, "date": spelled}).figures
        assert figures == {"spend": 4500, "day": 17_807}, spelled


def test_every_fault_of_a_performance_is_told_with_its_place() -> None:
    body: dict[str, Any] = {
        "spend": "45.00",
        "clicks": -1,
        "ad": {"name": "Blue"},
        "adset": {"id": 5, "adcampaign": {"id": []}},
    }
    with pytest.raises(Problem) as raised:
        read_performance(ACCOUNT, "first", body)
    assert raised.value.errors == (
        "field 'spend' must be whole cents, such as 4500 for 45.00",
        "missing 'date' field",
        "field 'clicks' must be 0 or more",
        "field 'adset.adcampaign.id' must be an id: a whole number or a text",
        "missing 'ad.id' field",
    )
    with pytest.raises(Problem, match="missing 'ad' field"):
        read_performance(ACCOUNT, "first", DAY)
    with pytest.raises(Problem, match="missing 'id' field"):
        read_ads("adset", ACCOUNT, "first", {"name": "no id"})
