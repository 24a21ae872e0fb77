"""A hit as the script sends it: what is kept, whose time counts, and what makes a hit none."""

from typing import Any

import msgspec
import pytest

from headwater.errors import Problem
from headwater.intake.hit import MAX_PROPS, MAX_URL, Sender, read_hit
from tests.intake.accounts import NOW

DAY = 86_400_000_000
MINUTE = 60_000_000
URL = "https://shop.example/pricing?utm_source=fb"


def read(sent: dict[str, Any]) -> dict[str, Any]:
    return read_hit(sent, Sender("203.0.113.7", "Mozilla/5.0"), NOW)


def faults(sent: dict[str, Any]) -> list[str]:
    with pytest.raises(Problem) as problem:
        read(sent)
    return list(problem.value.errors)


def test_all_that_was_sent_is_kept() -> None:
    sent = {
        "a": "acme",
        "uid": "u1",
        "url": URL,
        "ref": "https://l.facebook.com/",
        "title": " Pricing ",
        "t": (NOW - MINUTE) // 1000,
        "sid": "s1",
        "new": 1,
        "type": "signup",
        "props": {"plan": "pro"},
        "v": 1,
    }
    assert read(sent) == {
        "uid": "u1",
        "url": URL,
        "ref": "https://l.facebook.com/",
        "title": "Pricing",
        "sid": "s1",
        "new": True,
        "type": "signup",
        "props": {"plan": "pro"},
        "at": NOW - MINUTE,
        "received_at": NOW,
        "ip": "203.0.113.7",
        "ua": "Mozilla/5.0",
        "purpose": None,
        "country": None,
        "t": NOW - MINUTE,
    }


@pytest.mark.parametrize(
    "sent",
    [
        {"url": URL},
        {"url": URL, "uid": None, "ref": None, "t": None, "props": None},
        {"url": URL, "uid": "", "ref": "", "title": "", "t": "", "sid": "", "new": "", "type": "", "props": ""},
    ],
)
def test_all_but_the_url_is_optional(sent: dict[str, Any]) -> None:
    hit = read(sent)
    assert hit.pop("uid").startswith("anonymous-")
    assert hit == {
        "url": URL,
        "ref": None,
        "title": None,
        "sid": None,
        "new": False,
        "type": "page_view",
        "props": None,
        "at": NOW,
        "received_at": NOW,
        "ip": "203.0.113.7",
        "ua": "Mozilla/5.0",
        "purpose": None,
        "country": None,
        "t": None,
    }


def test_two_hits_without_a_visitor_are_two_visitors() -> None:
    assert read({"url": URL})["uid"] != read({"url": URL})["uid"]


@pytest.mark.parametrize(
    ("browser", "counts"),
    [
        (NOW, NOW),
        (NOW - MINUTE, NOW - MINUTE),
        (NOW - 7 * DAY, NOW - 7 * DAY),  # sent late, from a phone that was off
        (NOW - 7 * DAY - 1000, NOW),  # a clock that is wrong
        (NOW + 1000, NOW),  # nothing happens in the future
        (NOW + 5 * MINUTE, NOW),
        (NOW + DAY, NOW),
        (0, NOW),
    ],
)
def test_the_time_of_the_browser_counts_if_it_can_be_true(browser: int, counts: int) -> None:
    hit = read({"url": URL, "t": browser // 1000})
    assert (hit["at"], hit["received_at"]) == (counts, NOW)
    assert read({"url": URL, "t": str(browser // 1000)})["at"] == counts


@pytest.mark.parametrize(
    ("happened", "sent", "counts"),
    [
        (NOW - MINUTE, NOW - 1000, NOW - MINUTE),  # a clock that is right
        (NOW - MINUTE, NOW - 4 * MINUTE // 60, NOW - MINUTE),  # and a network that is slow
        (NOW + DAY - MINUTE, NOW + DAY, NOW - MINUTE),  # fast by a day
        (NOW - 400 * DAY - MINUTE, NOW - 400 * DAY, NOW - MINUTE),  # slow by a year
        (0, 3 * DAY, NOW - 3 * DAY),  # no clock at all, and offline for three days
        (NOW - 7 * DAY, NOW, NOW - 7 * DAY),
        (NOW + MINUTE, NOW, NOW),  # sent before it happened: nonsense
    ],
)
def test_a_wrong_clock_is_corrected_by_the_time_of_sending(happened: int, sent: int, counts: int) -> None:
    assert read({"url": URL, "t": happened // 1000, "s": sent // 1000})["at"] == counts


def test_what_happened_more_than_seven_days_ago_is_too_late() -> None:
    late = {"url": URL, "t": (NOW - 7 * DAY - 1000) // 1000, "s": NOW // 1000}
    assert faults(late) == ["it happened more than 7 days ago"]


def test_a_visitor_of_the_day_stands_in_for_what_the_browser_says() -> None:
    sent = {"url": URL, "uid": "u1", "sid": "s1", "new": 1}
    hit = read_hit(sent, Sender("203.0.113.0", "Mozilla/5.0", visitor="day-1"), NOW)
    assert (hit["uid"], hit["sid"], hit["new"]) == ("day-1", None, False)


def test_every_fault_is_told_at_once() -> None:
    assert faults({"url": 5, "uid": [], "t": "now", "new": "maybe", "props": [1]}) == [
        "field 'url' must be the full URL of the page",
        "field 'uid' must be an id: a whole number or a text",
        "field 't' must be a whole number",
        "field 'new' must be 0 or 1",
        "field 'props' must be an object",
    ]


@pytest.mark.parametrize("sent", [{}, {"url": None}, {"url": ""}])
def test_a_hit_without_a_page_is_none(sent: dict[str, Any]) -> None:
    assert faults(sent) == ["missing 'url' field"]


def test_long_texts_are_cut_and_large_properties_left_out() -> None:
    hit = read({"url": "https://shop.example/" + "x" * 10_000, "ref": "y" * 10_000, "title": "z" * 10_000})
    assert (len(hit["url"]), len(hit["ref"]), len(hit["title"])) == (MAX_URL, 4096, 4096)
    assert read({"url": URL, "props": {"a": "x" * (MAX_PROPS - 8)}})["props"] is not None
    assert read({"url": URL, "props": {"a": "x" * MAX_PROPS}})["props"] is None


def test_what_no_store_takes_is_taken_out() -> None:
    hit = read({"url": "https://shop.example/\x00\ud800", "title": "\x00a", "uid": "u\x001", "props": {"n": 10**40}})
    assert (hit["url"], hit["title"], hit["uid"]) == ("https://shop.example/?", "a", "u1")
    assert "\x00" not in msgspec.json.encode(hit).decode()
