"""The rows of the catalogue: unique, complete, documented, and true to the store they are asked of."""

import re
from collections.abc import Mapping
from string import Formatter

import pytest

from headwater.catalog.attribution import BY_NAME, DEFAULT, MODELS
from headwater.catalog.dimensions import DIMENSIONS
from headwater.catalog.events import CUSTOM, EVENTS, Event, find
from headwater.catalog.filters import OPERATORS
from headwater.catalog.kinds import Dimension, Formula, Measure, Metric, Model, Ratio, Relation, ReportType
from headwater.catalog.reports import RELATION_BY_KEY, RELATIONS, REPORT_TYPES
from headwater.reporting import catalogue
from headwater.reporting.question import dimensions_of
from headwater.reporting.render import is_exact
from tests.reporting.store import Store

METRICS = [(report, metric) for report in REPORT_TYPES for metric in report.metrics]
Row = Metric | Dimension | Model | ReportType


def ids(value: object) -> str:
    return str(getattr(value, "key", value))


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


def test_keys_are_unique() -> None:
    for rows in (DIMENSIONS, MODELS, REPORT_TYPES, RELATIONS, *(report.metrics for report in REPORT_TYPES)):
        keys = [row.key for row in rows]
        assert len(set(keys)) == len(keys)
    names = [name for model in MODELS for name in (model.key, *model.aliases)]
    assert len(set(names)) == len(names)
    fields = [dimension.field for dimension in DIMENSIONS]
    assert len(set(fields)) == len(fields)


def test_a_column_is_either_a_dimension_or_a_metric() -> None:
    assert not {dimension.field for dimension in DIMENSIONS} & {metric.key for _, metric in METRICS}


@pytest.mark.parametrize("row", [*(m for _, m in METRICS), *DIMENSIONS, *MODELS, *REPORT_TYPES], ids=ids)
def test_a_row_is_documented(row: Row) -> None:
    assert re.fullmatch(r"[a-z][a-zA-Z_]*[0-9]*(\.[a-z_]+)?", row.key)
    assert row.name
    assert row.name[0].isupper()
    assert len(row.doc) >= 9
    assert row.doc.endswith((".", "?"))
    assert isinstance(row, ReportType) or row.example


@pytest.mark.parametrize(("report", "metric"), METRICS, ids=ids)
def test_a_metric_is_made_of_what_there_is(report: ReportType, metric: Metric) -> None:
    by_key = {each.key: each for each in report.metrics}
    if isinstance(metric, Measure):
        assert metric.source in RELATION_BY_KEY
        assert metric.type in ("NUMBER", "CURRENCY")
        assert "credit" not in metric.value
    elif isinstance(metric, Formula):
        terms = [by_key[name] for _, name, _, _ in Formatter().parse(metric.value) if name]
        assert terms
        if is_exact(metric):
            assert all(isinstance(term, Measure) and term.type == metric.type for term in terms), "exact only then"
    else:
        above, below = by_key[metric.numerator], by_key[metric.denominator]
        assert not isinstance(above, Ratio)
        assert not isinstance(below, Ratio)
        assert metric.aggregation == "AVG"


@pytest.mark.parametrize("report", REPORT_TYPES, ids=ids)
def test_a_report_shows_what_there_is(report: ReportType) -> None:
    by_key: Mapping[str, Metric] = {metric.key: metric for metric in report.metrics}
    assert report.conversions in RELATION_BY_KEY or (not report.conversions and report.apart)
    assert all(by_key[key].listed for key in (*report.shown, *report.graph))
    assert set(report.by) <= {dimension.key for dimension in DIMENSIONS}
    assert all(isinstance(by_key[key], Measure) for key in report.unattributed)
    assert [by_key[key].type for key in report.unattributed] in ([], ["NUMBER", "CURRENCY"])


@pytest.mark.parametrize(("report", "metric"), METRICS, ids=ids)
def test_a_metric_can_be_asked(store: Store, report: ReportType, metric: Metric) -> None:
    if metric.listed:
        dimensions = [*report.by[:1], "date"]
        found = store.ask(type=report.key, metrics=[metric.key], dimensions=dimensions, steps=steps(report))
        assert [field.key for field in found.metrics] == [metric.key]


def steps(report: ReportType) -> list[Mapping[str, str]] | None:
    """What a funnel cannot be asked without."""
    return [{"event": "page_view"}, {"event": "purchase"}] if report.has_steps else None


def counted(report: ReportType, dimension: Dimension) -> str:
    """A metric of the report that the dimension can tell."""
    found = (each for each in report.metrics if isinstance(each, Measure) and each.listed and not each.stock)
    return next(each.key for each in found if can_tell(report, each, dimension))


def can_tell(report: ReportType, measure: Measure, dimension: Dimension) -> bool:
    source = RELATION_BY_KEY[measure.source]
    return (source if source.is_apart else RELATION_BY_KEY[report.conversions]).has(dimension)


@pytest.mark.parametrize("event", [*EVENTS, CUSTOM], ids=ids)
def test_an_event_can_be_asked(store: Store, event: Event) -> None:
    """By every field that it has, as a first step and as one that follows."""
    named = [f"{group}.plan" for group in ("url_parameter", "props", "meta") if find(event, f"{group}.plan")]
    for key in [*(field.key for field in event.fields), *named]:
        field = find(event, key)
        assert field
        assert len(field.doc) > 9
        test = {"field": key, "op": "is", "value": 1 if field.type != "STRING" else "a"}
        stage = {"event": event.key or "webinar", "filters": [test]}
        assert store.ask(type="funnel", steps=[stage, stage | {"within": "2 days"}, stage]).rows == ()


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=ids)
def test_a_dimension_can_be_asked(store: Store, dimension: Dimension) -> None:
    """As a row's name, and in filters by every operator of its type; by the reports that have it."""
    having = [report for report in REPORT_TYPES if dimension.key in dimensions_of(report)]
    assert having
    counts = {report.key: counted(report, dimension) for report in having}
    for report in having:
        asked = {"metrics": [counts[report.key]], "dimensions": [dimension.key], "steps": steps(report)}
        found = store.ask(type=report.key, **asked)
        assert found.dimensions[0].key == dimension.field
    value = {"STRING": "a", "DATE": "2026-03-01"}.get(dimension.type, 1)
    for operator in (each for each in OPERATORS if dimension.type in each.types):
        values = {"none": None, "one": value, "two": [value, value], "many": [value]}[operator.values]
        condition = {"field": dimension.key, "op": operator.key, "value": values}
        asked = {"metrics": [counts[having[0].key]], "filters": [condition], "steps": steps(having[0])}
        assert store.ask(type=having[0].key, **asked).row_count == (0 if having[0].always else 1)


@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_a_model_can_be_asked(store: Store, model: Model) -> None:
    for name in (model.key, *model.aliases):
        assert BY_NAME[name] is model
        assert store.ask(dimensions=["clicks.channel"], options={"attribution_model": name}).totals[0] == 0


def test_last_touch_is_the_default() -> None:
    assert DEFAULT == "last_touch"
    assert DEFAULT in BY_NAME


@pytest.mark.parametrize("relation", RELATIONS, ids=ids)
def test_a_relation_is_used(relation: Relation) -> None:
    conversions = {report.conversions for report in REPORT_TYPES}
    sources = {metric.source for _, metric in METRICS if isinstance(metric, Measure)}
    beside = {dimension.relation for dimension in DIMENSIONS} | {key for each in RELATIONS for key in each.needs}
    beside |= {each.with_touch for each in RELATIONS}
    assert relation.key in conversions | sources | beside | {"origin_adverts"}


def test_the_listing_has_every_row() -> None:
    assert [(row["report"], row["key"]) for row in catalogue.metrics()] == [
        (report.key, metric.key) for report, metric in METRICS if metric.listed
    ]
    assert [row["key"] for row in catalogue.dimensions()] == [dimension.key for dimension in DIMENSIONS]
    assert [row["key"] for row in catalogue.models()] == [model.key for model in MODELS]
    assert [row["key"] for row in catalogue.reports()] == [report.key for report in REPORT_TYPES]
    assert [row["key"] for row in catalogue.models() if row["is_default"]] == ["last_touch"]


def test_the_listing_can_be_searched() -> None:
    found = catalogue.metrics("paid back lines")
    assert [(row["report"], row["key"]) for row in found] == [
        ("products", "refunds"),
        ("products", "netRevenue"),
        ("products", "refundRate"),
    ]
    assert [row["key"] for row in catalogue.dimensions("UTM CAMPAIGN EVER")] == ["contact.campaign"]
    assert catalogue.models("nothing like it") == []


def test_a_ratio_is_listed_in_words() -> None:
    by_key = {row["key"]: row["value"] for row in catalogue.metrics() if row["report"] == "leads"}
    assert by_key["conversionRate"] == "{numOfCustomers} / {leads} × 100"
    assert by_key["daysUntilPurchase"] == "{secondsUntilPurchase} / {numOfCustomers} ÷ 86400"
    assert by_key["leadValue"] == "{revenue} / {leads}"
