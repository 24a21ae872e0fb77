"""Laws over random tiny worlds: the SQL agrees with the oracle, rows sum to totals, and nothing is lost or doubled."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from headwater.clock import SECOND
from headwater.reporting.answer import Answer, answer
from headwater.reporting.period import midnight
from headwater.reporting.plan import plan
from headwater.reporting.question import parse
from headwater.reporting.render import render
from tests import oracle
from tests.oracle import FOREVER, UNIT, Contact, Options, Order, Touch, Visitor, World
from tests.reporting.store import BERLIN, CHANNELS, NOW, Store

DATES = {"start": "2026-03-27", "end": "2026-03-31"}  # the clocks of Berlin go forward on the 29th
MODELS = ("first_touch", "last_touch", "optin", "linear", "position", "w_shaped", "time_decay", "any_touch")
DIRECTS = ("fallback", "equal", "never")

SINCE, UNTIL = 1_774_566_000, 1_774_994_400  # seconds; see the last test
DAY = 86_400

# Few people and few instants, with the edges of the range and of look-backs among them, so that ties and edges are
# what mostly happens.
PEOPLE = st.integers(1, 2)
VISITORS = st.integers(1, 3)
TIMES = st.sampled_from([SINCE - DAY, SINCE - 1, SINCE, SINCE + DAY, SINCE + DAY + 1, UNTIL])
ORIGINS = st.sampled_from(sorted(CHANNELS))
AMOUNTS = st.sampled_from([1, 8, 1000, 1999, -1, -1000, 10**15, 720_720_000, 720_720_001, 0])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two people and three visitors, each of whom may pass from one person to the other."""
    contacts = draw(st.lists(st.tuples(PEOPLE, TIMES, st.none() | ORIGINS.filter(bool)), min_size=2, max_size=4))
    orders = draw(st.lists(st.tuples(PEOPLE, TIMES, AMOUNTS), min_size=2, max_size=4))
    touches = draw(st.lists(st.tuples(VISITORS, TIMES, ORIGINS), min_size=4, max_size=8) | st.just([]))
    ids = iter(draw(st.permutations(range(1, 17))))
    visitors: list[Visitor] = []
    for visitor in range(1, 4):
        change, first, then = draw(TIMES), draw(PEOPLE), draw(PEOPLE)
        visitors += [Visitor(visitor, 0, change, first), Visitor(visitor, change, FOREVER, then)]
    return World(
        [Contact(next(ids), *each) for each in contacts],
        [Order(next(ids), *each) for each in orders],
        [Touch(next(ids), *each) for each in touches],
        visitors,
        CHANNELS,
    )


OPTIONS = st.builds(
    Options,
    st.sampled_from(MODELS),
    st.sampled_from(DIRECTS),
    st.sampled_from([FOREVER, DAY, 3 * DAY]),
)


@cache
def store() -> Store:
    return Store()


def ask(kind: str, options: Options, *dimensions: str) -> Answer:
    """Counts and money by these dimensions."""
    count = {"leads": "leads", "revenue": "orders"}[kind]
    lookback = {} if options.lookback == FOREVER else {"lookback_days": options.lookback // DAY}
    body = {
        "type": kind,
        "dimensions": list(dimensions),
        "metrics": [count, "revenue"],
        "date_range": DATES,
        "options": {"attribution_model": options.model, "direct": options.direct} | lookback,
    }
    return answer(parse(body), BERLIN, store(), NOW)


def figures(count: float, money: float) -> tuple[int, int]:
    return round(count * UNIT), round(money * 100)


def conversions(kind: str, world: World) -> list[tuple[int, int, int]]:
    period = plan(parse({"type": kind, "date_range": DATES}), BERLIN, NOW).period
    since, until = period.since // SECOND, period.until // SECOND
    return oracle.leads(world, since, until) if kind == "leads" else oracle.orders(world, since, until)


@settings(max_examples=settings().max_examples * 4)
@given(world=worlds(), options=OPTIONS, kind=st.sampled_from(["leads", "revenue"]))
def test_the_sql_agrees_with_the_oracle(world: World, options: Options, kind: str) -> None:
    store().fill(world)
    expected = oracle.by_channel(world, conversions(kind, world), options)
    found = ask(kind, options, "clicks.channel")
    assert {row[0]: _whole(row[1:]) for row in found.rows} == expected
    none = expected.get("(none)", (0, 0))
    assert found.unattributed is not None
    assert _whole(tuple(found.unattributed.values())) == none


@given(world=worlds(), options=OPTIONS, kind=st.sampled_from(["leads", "revenue"]))
def test_rows_sum_to_totals_which_are_the_conversions(world: World, options: Options, kind: str) -> None:
    """By any dimensions; with inclusion too, where nothing overlaps."""
    store().fill(world)
    facts = conversions(kind, world)
    expected = (len(facts) * UNIT, sum(amount for _, _, amount in facts))
    for dimensions in ((), ("date",), ("clicks.channel",), ("clicks.utm_campaign", "date")):
        found = ask(kind, options, *dimensions)
        assert _whole(found.totals) == expected
        if options.model != "any_touch" or "date" in dimensions[:1]:
            rows = [_whole(row[len(dimensions) :]) for row in found.rows]
            assert (sum(row[0] for row in rows), sum(row[1] for row in rows)) == expected


@given(world=worlds(), options=OPTIONS)
def test_a_coarser_dimension_is_the_sum_of_a_finer_one(world: World, options: Options) -> None:
    store().fill(world)
    fine = ask("leads", options._replace(model="linear"), "clicks.channel", "clicks.utm_campaign", "date")
    coarse = ask("leads", options._replace(model="linear"), "clicks.channel")
    for row in coarse.rows:
        parts = [_whole(each[3:]) for each in fine.rows if each[0] == row[0]]
        assert (sum(part[0] for part in parts), sum(part[1] for part in parts)) == _whole(row[1:])


@given(world=worlds(), direct=st.sampled_from(DIRECTS))
def test_giving_all_to_one_touch_is_the_same_by_picking_and_by_weights(world: World, direct: str) -> None:
    """`i = n` is answered without sorting; spelled otherwise it goes the way of every other model."""
    store().fill(world)
    body = {"type": "leads", "dimensions": ["clicks.channel"], "date_range": DATES, "options": {"direct": direct}}
    planned = plan(parse(body), BERLIN, NOW)
    for weight, slow in (("i = n", "(i = n)::INTEGER"), ("i = 1", "(i = 1)::INTEGER")):
        picked, weighted = (
            replace(planned, models=(replace(planned.models[0], weight=text),)) for text in (weight, slow)
        )
        assert (picked.way, weighted.way) == ("picked", "shared")
        first, second = (store().run("a1", *render(each)) for each in (picked, weighted))
        assert first.rows == second.rows


def _whole(row: tuple[object, ...]) -> tuple[int, int]:
    count, money = row
    assert isinstance(count, int | float)
    assert isinstance(money, int | float)
    return figures(count, money)


def test_the_range_is_of_local_days() -> None:
    """From Friday midnight in winter time to Wednesday midnight in summer time."""
    period = plan(parse({"type": "leads", "date_range": DATES}), BERLIN, NOW).period
    assert period.since == midnight(period.start, period.zone) == SINCE * SECOND
    assert period.until == UNTIL * SECOND
