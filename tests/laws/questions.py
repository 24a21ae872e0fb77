"""Questions to a shop, and answers as whole numbers, so that laws can compare them exactly.

In: a question as a row. Out: figures by row and in total; money in cents, counts in shares of UNIT. Every ratio of
every answer is checked on the way: it is the ratio of the figures beside it, in each row and in the total.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

from hypothesis import strategies as st

from tests.laws.facts import Shop
from tests.oracle import UNIT

MODELS: Final = ("first_touch", "last_touch", "optin", "linear", "position", "w_shaped", "time_decay", "any_touch")
DIRECTS: Final = ("fallback", "equal", "never")
SCALES: Final = ("day", "week", "month")
DIMENSIONS: Final = (
    "clicks.channel",
    "clicks.source",
    "clicks.utm_source",
    "clicks.utm_medium",
    "clicks.utm_campaign",
    "clicks.utm_content",
    "clicks.utm_term",
    "date",
)
COUNTS: Final = {"leads": ("leads", "numOfCustomers"), "revenue": ("orders", "numOfCustomers")}
MONEY: Final = ("revenue", "collected", "refunds", "netRevenue")
RATIOS: Final = {  # metric: over what, under what, times
    "leads": {"conversionRate": ("numOfCustomers", "leads", 100), "leadValue": ("revenue", "leads", 1)},
    "revenue": {"aov": ("revenue", "orders", 1)},
}
KINDS: Final = tuple(COUNTS)

Figures: TypeAlias = dict[str, int]


class Question(NamedTuple):
    """What may be asked; dates are days of the account's time zone, both included."""

    kind: str = "leads"
    by: tuple[str, ...] = ("clicks.channel",)
    model: str = "last_touch"
    direct: str = "fallback"
    lookback: int | None = None
    start: str = "2026-01-01"  # all that ever happens in these worlds is in the first half of this year
    end: str = "2026-06-30"
    scale: str = "day"

    @property
    def measures(self) -> tuple[str, ...]:
        """The metrics that add up."""
        return (*COUNTS[self.kind], *MONEY)

    @property
    def is_additive(self) -> bool:
        """Whether its rows sum to its totals: unless touches are counted in full and rows can share a conversion."""
        return self.model != "any_touch" or not any(each.startswith("clicks.") for each in self.by)


class Told(NamedTuple):
    """An answer. `days` is the mean number of days until a purchase, which is no ratio of other figures of it."""

    rows: dict[tuple[str, ...], Figures]
    totals: Figures
    unattributed: Figures
    days: dict[tuple[str, ...], float]

    def summed(self) -> Figures:
        """The rows, added up."""
        return {metric: sum(row[metric] for row in self.rows.values()) for metric in self.totals}


def ask(shop: Shop, question: Question) -> Told:
    """Ask, and read the answer; the account's `days` stand under the empty row name."""
    metrics = [*question.measures, *RATIOS[question.kind], *(["daysUntilPurchase"] if question.kind == "leads" else [])]
    answer = shop.ask(_body(question, metrics))
    assert answer["freshness"]["is_current"]
    width = len(question.by)
    named = [(tuple(row[:width]), dict(zip(metrics, row[width:], strict=True))) for row in answer["rows"]]
    assert len(dict(named)) == answer["row_count"] == len(named), "a row is there twice"
    totals = dict(zip(metrics, answer["totals"], strict=True))
    for values in (totals, *dict(named).values()):
        _check_ratios(question.kind, values)
    return Told(
        rows={name: _whole(question, values) for name, values in named},
        totals=_whole(question, totals),
        unattributed={metric: figure(metric, value) for metric, value in answer["unattributed"].items()},
        days={name: values.get("daysUntilPurchase", 0) for name, values in [*named, ((), totals)]},
    )


def same(mine: Shop, theirs: Shop, asked: Iterable[Question]) -> None:
    """Two shops give the same answers."""
    for question in asked:
        assert ask(mine, question) == ask(theirs, question), question


@st.composite
def portraits(draw: st.DrawFn) -> list[Question]:
    """Questions that show an account as it is: every metric, by every dimension at once, in some of the models."""
    by = tuple(dimension for dimension in DIMENSIONS if dimension not in ("clicks.utm_content", "clicks.utm_term"))
    kinds = draw(st.permutations([*KINDS, *KINDS]))
    direct, lookback = draw(st.sampled_from(DIRECTS)), draw(st.sampled_from([None, 1, 2]))
    models = draw(st.permutations(MODELS))[: len(kinds)]
    return [Question(kind, by, model, direct, lookback) for kind, model in zip(kinds, models, strict=True)]


def figure(metric: str, value: float) -> int:
    """Cents, or shares; a number that is neither is a fault of the answer."""
    exact = Decimal(repr(value)) * 100 if metric in MONEY else value * UNIT
    assert abs(exact - round(exact)) < (1e-4 if isinstance(exact, float) else 1e-9), f"{metric} {value}"
    return round(exact)


def _body(question: Question, metrics: list[str]) -> dict[str, Any]:
    options: dict[str, Any] = {"attribution_model": question.model, "direct": question.direct}
    if question.lookback is not None:
        options["lookback_days"] = question.lookback
    return {
        "type": question.kind,
        "dimensions": list(question.by),
        "metrics": metrics,
        "date_range": {"start": question.start, "end": question.end, "scale": question.scale},
        "options": options,
    }


def _whole(question: Question, values: dict[str, float]) -> Figures:
    return {metric: figure(metric, values[metric]) for metric in question.measures}


def _check_ratios(kind: str, values: dict[str, float]) -> None:
    for metric, (over, under, times) in RATIOS[kind].items():
        expected = values[over] / values[under] * times if values[under] else 0
        assert abs(values[metric] - expected) <= 1e-6 * max(1, abs(expected)), f"{metric} of {values}"
