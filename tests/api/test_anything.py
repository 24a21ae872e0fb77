"""Whatever is sent, somebody who may send it is answered: with what they asked for, or with what is wrong with it."""

import math
from collections.abc import Callable, Generator
from typing import Any

import msgspec
import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st

from headwater.intake import contact, hit, identify, invoice
from tests.api.shop import Place, ask, opened, refused, send
from tests.stand import BROWSER, Stand

WORDS = [
    *("", " ", "0", "1", "-1", "1e9", "9" * 30, "true", "'", "%", "\x00", "\ud7ff", "=1+1"),
    *("now", "-30 days", "last day of february", "2026-02-30", "2026-03-01T10:00:00+99:00"),
    *("a@b.c", "ann@mail.example", "https://shop.example/?utm_source=x", "http://[::1"),
    *("leads", "clicks.channel", "date", "revenue,leads", "-leads", "csv"),
]
TEXTS = st.one_of(st.text(max_size=20), st.sampled_from(WORDS))
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -1, 10**15, 10**15 + 1, 10**18, 253_402_300_800]),
)
PLAIN = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
JSON = st.recursive(
    PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)), max_leaves=8
)


def objects(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of fields that we know, each with any value."""
    return st.dictionaries(st.sampled_from(names), JSON, max_size=len(names))


def near(*names: str, **good: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that are right but for a field or two."""
    return st.tuples(st.fixed_dictionaries(good), objects(*names)).map(lambda both: both[0] | both[1])


INVOICE = [field.name for field in invoice.FIELDS]
ITEM = objects(*(field.name for field in invoice.ITEM_FIELDS))
QUESTION = [
    "type",
    "dimensions",
    "metrics",
    "date_range",
    "filters",
    "pruners",
    "steps",
    "options",
    "compare",
    "format",
]
OPTIONS = ["attribution_model", "lookback_days", "direct", "include_source", "limit", "offset", "sort", "format", "sql"]

SENT: dict[str, tuple[st.SearchStrategy[Any], Callable[[Stand, Any], Response]]] = {
    "contact": (
        near(*(field.name for field in contact.FIELDS), "tags", "custom_fields", contact_id=PLAIN),
        lambda shop, body: send(shop, "contact", body),
    ),
    "invoice": (
        near(
            *INVOICE,
            "items",
            id=PLAIN,
            email=st.just("ann@mail.example"),
            amount=NUMBERS,
            paid=NUMBERS,
            date_created=st.just("2026-03-01"),
            items=st.lists(ITEM, max_size=3),
        ),
        lambda shop, body: send(shop, "invoice", body),
    ),
    "question": (
        near(
            *QUESTION,
            type=st.sampled_from(["leads", "revenue"]),
            options=objects(*OPTIONS),
            date_range=objects("start", "end", "scale"),
        ),
        ask,
    ),
    "report": (
        objects("start", "end", "scale", "attribution_model", "lookback_days", "direct", "other"),
        lambda shop, body: shop.client.request(
            "GET",
            f"/{shop.account}/report/leads",
            content=msgspec.json.encode(body),
            headers={"Authorization": shop.key},
        ),
    ),
    "hit": (
        near(*(field.name for field in hit.FIELDS), "a", "v", a=st.just("{}"), url=TEXTS),
        lambda shop, body: shop.client.post(
            "/hit",
            content=msgspec.json.encode(body | {"a": shop.account} if body["a"] == "{}" else body),
            headers={"User-Agent": BROWSER},
        ),
    ),
    "identify": (
        near(*(field.name for field in identify.FIELDS), "a", email=TEXTS, uid=PLAIN),
        lambda shop, body: shop.client.post("/identify", content=msgspec.json.encode({"a": shop.account} | body)),
    ),
    "anything": (JSON, lambda shop, body: send(shop, "contact", body)),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    with opened(tmp_path_factory.mktemp("any"), freshness_timeout="0.01") as place:
        yield place


@pytest.mark.parametrize("kind", SENT)
def test_whatever_is_sent_is_answered(place: Place, kind: str) -> None:
    bodies, call = SENT[kind]

    @given(bodies)
    def answered(body: object) -> None:
        answer = call(place.shop, body)
        if answer.status_code >= 300:
            assert answer.status_code in (400, 404)
            assert all(refused(answer, answer.status_code))

    answered()


@pytest.mark.parametrize("kind", ["contact", "invoice", "hit", "identify", "question"])
def test_whatever_bytes_are_sent_are_answered(place: Place, kind: str) -> None:
    shop = place.shop
    address = {
        "contact": f"/v1/{shop.account}/{shop.integration}/contact",
        "invoice": f"/v1/{shop.account}/{shop.integration}/invoice",
        "question": f"/v2/{shop.account}/data/query",
    }.get(kind, f"/{kind}")

    @given(st.one_of(st.binary(max_size=60), st.text(alphabet="{}[]:,'\"\\/*#ab1 \n", max_size=30).map(str.encode)))
    def answered(body: bytes) -> None:
        answer = shop.client.post(address, content=body, headers={"Authorization": shop.key})
        assert answer.status_code in (200, 204, 400, 404), answer.text

    answered()


def test_all_that_was_taken_is_projected_and_sound(place: Place) -> None:
    """The last word on what the tests above sent."""
    shop = place.shop
    operator = {"Authorization": place.house.operator}
    verified = shop.client.post(f"/api/app/{shop.account}/verify", headers=operator).json()
    assert verified["differences"] == []
    told = shop.ask({"type": "revenue", "dimensions": ["date"], "date_range": {"start": "2026-03-01"}})
    assert told["freshness"]["is_current"]
    assert all(math.isfinite(figure) for figure in told["totals"])
