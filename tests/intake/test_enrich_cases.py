"""The table of cases: what a URL, a referrer and a user agent make of a visit."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from headwater.catalog.channels import RULES, Origin, explain
from headwater.intake.enrich import Enricher
from headwater.intake.enrich_origin import of_row
from headwater.warehouse.feed import AccountFacts

PERSON = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
TABLE = Path(__file__).parents[1] / "channels" / "cases.toml"
SETTINGS = """{
    "own_domains": ["example-checkout.net"], "linked_domains": ["example-linked.org"],
    "passing_hosts": ["example-bank.test"], "excluded_parameters": ["preview", "mode=draft"]
}"""
ACCOUNT = AccountFacts(account_id="a1", timezone="UTC", currency="USD", settings=SETTINGS)


class Case(msgspec.Struct, forbid_unknown_fields=True):
    why: str
    url: str | None = None
    q: str | None = None
    ref: str | None = None
    pad: int = 0
    ua: str = PERSON
    purpose: str | None = None
    channel: str | None = None
    source: str | None = None
    drop: str | None = None

    @property
    def page(self) -> str:
        padding = f"pad={'x' * self.pad}&" if self.pad else ""
        return self.url or f"https://shop.example.com/{f'?{padding}{self.q}' if self.q else ''}"

    @property
    def hit(self) -> dict[str, object]:
        return {"id": 7, "at": 0, "url": self.page, "ref": self.ref, "ua": self.ua, "purpose": self.purpose}


CASES = [
    pytest.param(case, id=f"{group}-{number:02}-{case.why}")
    for group, cases in msgspec.convert(tomllib.loads(TABLE.read_text("utf-8")), dict[str, list[Case]]).items()
    for number, case in enumerate(cases, 1)
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
    enriched = Enricher().hit(ACCOUNT, case.hit)
    assert enriched.drop == case.drop
    if case.drop:
        return
    origin = enriched.origin or {"channel": "", "source": ""}
    assert (origin["channel"], origin["source"]) == (case.channel, case.source)


def test_the_table_is_large_and_each_reason_is_one_word() -> None:
    assert len(CASES) >= 450
    reasons = [case.why for cases in (param.values for param in CASES) for case in cases if isinstance(case, Case)]
    assert all(reason.isalpha() for reason in reasons)


def test_every_rule_decides_some_case() -> None:
    """So that no rule is hidden behind another, and none is there without an example."""
    origins = [Origin()]
    for case in (value for param in CASES for value in param.values if isinstance(value, Case)):
        enriched = Enricher().hit(ACCOUNT, case.hit)
        origins.extend([of_row(enriched.origin)] if enriched.origin else [])
    decided = {explain(origin).because for origin in origins}
    assert [rule.because for rule in RULES if rule.because not in decided] == []
