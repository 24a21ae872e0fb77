"""What the document says may be asked is what is answered, and the rest is refused."""

import re
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.api.about import Parameter
from headwater.api.openapi import document
from headwater.api.question_parts import DATE
from headwater.api.questions import PARAMETERS, QUESTION
from headwater.api.routes import PATHS
from headwater.errors import Problem
from headwater.reporting import question, report, when

SCHEMA = jsonschema_rs.validator_for({**QUESTION.schema, "components": document(PATHS)["components"]})
NOW = 1_772_366_400_000_000  # 2026-03-01

GOOD: list[dict[str, Any]] = [
    *QUESTION.examples.values(),
    {"type": "leads"},
    {"type": "leads", "metrics": None, "dimensions": [], "options": [], "date_range": [], "filters": []},
    {"type": "revenue", "metrics": "aov", "dimensions": "date", "options": {"limit": "7", "sql": "yes", "sort": "aov"}},
    {"type": "leads", "options": {"limit": 1_000_000, "offset": 0, "lookback_days": "00036500", "format": "csv"}},
    {"type": "leads", "date_range": {"start": "", "end": None, "scale": None}, "format": "json"},
]
BAD: list[dict[str, Any]] = [
    {},
    {"type": "sales"},
    {"type": "leads", "metrics": ["newCustomers"]},
    {"type": "leads", "metrics": ["leads", "leads"]},
    {"type": "leads", "metrics": 5},
    {"type": "leads", "dimensions": {"0": "date"}},
    {"type": "leads", "unknown": 1},
    {"type": "leads", "options": {"limit": 0}},
    {"type": "leads", "options": {"limit": "000"}},
    {"type": "leads", "options": {"limit": 1_000_001}},
    {"type": "leads", "options": {"attribution_model": "luck"}},
    {"type": "leads", "options": ["limit"]},
    {"type": "leads", "date_range": {"start": "soon"}},
    {"type": "leads", "date_range": {"start": "2026-02-29"}},
    {"type": "leads", "date_range": {"scale": "decade"}},
    {"type": "leads", "filters": [{"field": "channel"}]},
]


@pytest.mark.parametrize("body", GOOD, ids=str)
def test_what_it_allows_is_read(body: dict[str, Any]) -> None:
    SCHEMA.validate(body)
    question.parse(body)


@pytest.mark.parametrize("body", BAD, ids=str)
def test_what_it_does_not_allow_is_refused(body: dict[str, Any]) -> None:
    assert not SCHEMA.is_valid(body)
    with pytest.raises(Problem):
        question.parse(body)


@given(st.from_regex(re.compile(str(DATE["pattern"])), fullmatch=True))
def test_every_date_that_it_allows_is_a_day(text: str) -> None:
    if not text.endswith("\n"):
        assert when.read(text).day(NOW, when.UTC)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_every_parameter_of_a_report_is_one(parameter: Parameter) -> None:
    with pytest.raises(Problem):
        report.parse("leads", {parameter.name: "no such thing"})
    assert not jsonschema_rs.is_valid(parameter.schema, "no such thing")
