"""The SQL of a few shapes of questions, word for word, so that a change of it is seen and meant.

`UPDATE_GOLDEN=1 python -m pytest tests/golden` writes the files anew; the diff is then what is reviewed.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from headwater.reporting.plan import Plan, plan
from headwater.reporting.question import parse
from headwater.reporting.render import render
from tests.reporting.store import BERLIN, NOW, Store

HERE = Path(__file__).parent
SPRING = {"start": "2026-03-01", "end": "2026-04-30"}  # the clocks of Berlin change in it


def shape(kind: str, *dimensions: str, scale: str = "day", **options: object) -> Plan:
    body = {"type": kind, "dimensions": list(dimensions), "date_range": SPRING | {"scale": scale}, "options": options}
    return plan(parse(body), BERLIN, NOW)


def graph() -> Plan:
    return replace(shape("leads", "date", scale="month"), unattributed=())


SHAPES: Mapping[str, Plan] = {
    "leads_by_channel_last_touch": shape("leads", "clicks.channel"),
    "leads_by_channel_linear": shape("leads", "clicks.channel", attribution_model="linear"),
    "leads_by_campaign_any_touch": shape("leads", "clicks.utm_campaign", attribution_model="any_touch"),
    "leads_by_channel_and_week_first_touch": shape(
        "leads", "clicks.channel", "date", scale="week", attribution_model="first_touch", direct="equal"
    ),
    "leads_by_campaign_time_decay": shape(
        "leads", "clicks.utm_campaign", lookback_days=90, attribution_model="time_decay"
    ),
    "leads_by_source_in_five_models": shape(
        "leads", "clicks.source", attribution_model=["first_touch", "linear", "w_shaped", "time_decay", "any_touch"]
    ),
    "leads_by_day": shape("leads", "date", direct="never", lookback_days=30),
    "leads_by_month_for_a_graph": graph(),
    "leads_in_all": shape("leads"),
    "revenue_by_source_linear": shape("revenue", "clicks.source", attribution_model="linear", direct="never"),
    "revenue_by_medium_a_page": shape("revenue", "clicks.utm_medium", sort="-aov,utm_medium", limit=20, offset=40),
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_sql_is_as_it_was(name: str) -> None:
    sql, params = render(SHAPES[name])
    told = "".join(f"-- ${key} = {value}\n" for key, value in params.items()) + sql
    path = HERE / f"{name}.sql"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(told, encoding="utf-8")
    assert path.read_text("utf-8") == told


@pytest.mark.parametrize("name", SHAPES)
def test_the_sql_runs(name: str) -> None:
    """On nothing, which leaves the totals: zeros, and ratios of nothing."""
    (total,) = Store().run("a1", *render(SHAPES[name])).rows
    assert total[0] is True
    assert set(total[1:]) <= {0, None}


def test_no_file_is_left_over() -> None:
    assert {path.stem for path in HERE.glob("*.sql")} == set(SHAPES)


def test_what_a_user_sends_is_bound_and_never_written() -> None:
    sql, params = render(shape("leads", "clicks.channel", lookback_days=12_345, limit=23_456, offset=34_567))
    assert {"lookback": 12_345 * 86_400_000_000, "offset": 34_567, "last": 58_023}.items() <= params.items()
    assert not any(str(value) in sql for value in params.values())


def test_every_step_says_what_it_does() -> None:
    for planned in SHAPES.values():
        lines = render(planned)[0].splitlines()
        steps = [n for n, line in enumerate(lines) if line.endswith("(") and line[0].isalpha() and " AS " in line]
        assert steps
        assert all(lines[n - 1].startswith("-- ") for n in steps)
