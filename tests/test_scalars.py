"""How single values are read: tables of what clients send, and the law that only a value or a fault comes out."""

import math
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from headwater import scalars

FIRST_OF_OCTOBER_2018 = 1_538_352_000_000_000  # 17_805 days × 86_400 s, in microseconds
HOUR = 3_600_000_000
MINUTE = 60_000_000

READERS: list[Callable[[object], Any]] = [
    scalars.text,
    scalars.identifier,
    scalars.email,
    scalars.whole,
    scalars.cents,
    scalars.flag,
    scalars.instant,
    scalars.degrees,
]

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None))
    | st.from_regex(r"\A[-+ ]?[0-9_.,:TZ/-]{0,40}\Z")
    | st.emails(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_a_reader_gives_a_value_or_a_fault_and_never_breaks(read: Callable[[object], Any]) -> None:
    @given(ANYTHING)
    @example(10**5000)
    @example(math.nan)
    @example(math.inf)
    @example("\ud800")
    @example("\x00")
    def law(value: object) -> None:
        try:
            found = read(value)
        except ValueError as fault:
            assert 0 < len(str(fault)) < 200  # noqa: PT017 - one of the two outcomes
        else:
            assert type(found) in {str, int, bool}

    law()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (249, "249"),
        ("249", "249"),
        (" 249 ", "249"),
        (249.0, "249"),
        (0, "0"),
        (-1, "-1"),
        (2**32 + 1, "4294967297"),
        (2**40, "1099511627776"),
        (1556402307145, "1556402307145"),
        (2**70, "1180591620717411303424"),
        ("007", "007"),
        ("a b/c", "a b/c"),
        ("Ünï", "Ünï"),
        ("a\x00b", "ab"),
        ("a\ud800b", "a?b"),
        ("x" * 255, "x" * 255),
    ],
)
def test_ids_are_kept_in_one_spelling(sent: object, kept: str) -> None:
    assert scalars.identifier(sent) == kept


@pytest.mark.parametrize("sent", [None, True, False, [], {}, [1], {"id": 1}, 1.5, math.nan, math.inf])
def test_what_is_no_id_is_refused(sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be an id: a whole number or a text$"):
        scalars.identifier(sent)


@pytest.mark.parametrize("sent", ["", "   ", "\x00", "x" * 256, 10**255])
def test_ids_have_1_to_255_characters(sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be an id of 1 to 255 characters$"):
        scalars.identifier(sent)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("joey@bloggs.com", "joey@bloggs.com"),
        ("  Joey@Bloggs.COM\n", "joey@bloggs.com"),
        ("joe.y+tag@bloggs.com", "joe.y+tag@bloggs.com"),  # no dot or plus tricks
        ("JÖRG@example.com", "jörg@example.com"),
        ("jo\u0308rg@example.com", "j\u00f6rg@example.com"),  # NFC
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_email_is_normalised(sent: str, kept: str) -> None:
    assert scalars.email(sent) == kept


@pytest.mark.parametrize(
    "sent",
    [
        *("", "joey", "@", "joey@", "@bloggs.com", "a@b@c", "a b@c.d", "joey@blo ggs.com", "Joey <joey@bloggs.com>"),
        *("a@b.c,d@e.f", "a@b.c;", "mailto:a@b.c", "a@b\x00.c", "a\u200b@b.c", "a\ud800@b.c", "x" * 65 + "@b.c"),
        *(None, 5, True, ["a@b.c"], {"email": "a@b.c"}),
    ],
)
def test_what_is_no_email_is_refused(sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be an e-mail address"):
        scalars.email(sent)


@given(st.text() | st.emails())
@example("İ@example.com")
@example("\u1e9e\u0307@example.com")
def test_a_normalised_email_stays_as_it_is(sent: str) -> None:
    try:
        once = scalars.email(sent)
    except ValueError:
        return
    assert scalars.email(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (4500, 4500),
        ("4500", 4500),
        (" 4500 ", 4500),
        (4500.0, 4500),
        (0, 0),
        (-4500, -4500),
        ("-4500", -4500),
        ("+1", 1),
        (10**15, 10**15),
    ],
)
def test_money_is_whole_cents(sent: object, kept: int) -> None:
    assert scalars.cents(sent) == kept


@pytest.mark.parametrize(
    "sent",
    [45.5, "45.50", "45.00", "45.", "45,00", "$45", "1e3", "", " ", None, True, [], {}, math.nan, math.inf, 10**18],
)
def test_what_looks_like_money_in_another_unit_is_refused(sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be whole cents, such as 4500 for 45\.00$"):
        scalars.cents(sent)


@pytest.mark.parametrize("sent", [10**15 + 1, -(10**15) - 1, "1000000000000001"])
def test_money_has_a_limit(sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be between -1000000000000000 and 1000000000000000 cents$"):
        scalars.cents(sent)


@given(ANYTHING)
@example(2**63)
@example(-(2**63))
@example(1e300)
def test_a_whole_number_fits_the_stores(sent: object) -> None:
    try:
        number = scalars.whole(sent)
    except ValueError:
        return
    assert -(2**63) <= number < 2**63


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        *((1, True), ("1", True), (True, True), ("true", True), ("TRUE", True), (" yes ", True), (1.0, True)),
        *((0, False), ("0", False), (False, False), ("false", False), ("No", False), ("", False), (0.0, False)),
    ],
)
def test_a_flag_has_many_spellings(sent: object, *, kept: bool) -> None:
    assert scalars.flag(sent) is kept


@pytest.mark.parametrize("sent", [2, -1, "2", "maybe", "on", None, [], {}, [1], 0.5, math.nan])
def test_what_is_no_flag_is_refused(sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be 0 or 1$"):
        scalars.flag(sent)


@pytest.mark.parametrize(
    ("sent", "after_the_first_of_october"),
    [
        ("2018-10-01", 0),
        ("2018-10-01 00:00:00", 0),
        ("2018-10-01T00:00:00Z", 0),
        ("2018-10-01T00:00:00z", 0),
        (" 2018-10-01 ", 0),
        ("2018-10-02 16:15:00", 40 * HOUR + 15 * MINUTE),
        ("2018-10-02 16:15", 40 * HOUR + 15 * MINUTE),
        ("2018-10-02T16:15:00+00:00", 40 * HOUR + 15 * MINUTE),
        ("2018-10-02T18:15:00+02:00", 40 * HOUR + 15 * MINUTE),
        ("2018-10-02T18:15:00+0200", 40 * HOUR + 15 * MINUTE),
        ("2018-10-02 12:15:00 -04:00", 40 * HOUR + 15 * MINUTE),
        ("2018-10-02T21:45:00+05:30", 40 * HOUR + 15 * MINUTE),
        ("2018-10-01T00:00:00.5", 500_000),
        ("2018-10-01T00:00:00,25Z", 250_000),
        ("2018-10-01T00:00:00.123456789Z", 123_456),
        (1538352000, 0),
        ("1538352000", 0),
        (1538352000.25, 250_000),
        ("1538352000.25", 250_000),
    ],
)
def test_a_time_without_an_offset_is_utc(sent: object, after_the_first_of_october: int) -> None:
    assert scalars.instant(sent) == FIRST_OF_OCTOBER_2018 + after_the_first_of_october


@pytest.mark.parametrize(
    "sent",
    [
        *("", "yesterday", "02/10/2018", "2018-13-01", "2018-02-30", "2018-10-02 25:00:00", "2018-10-02 16:61"),
        *("2018-10-02T16:15:00+99:00", "2018-10-02T16:15:00 Europe/Berlin", "0001-01-01", "1899-12-31", "2201-01-01"),
        *("2018-10-02 16:15:00 and more", "2018-1-2", "2018-10-02T", "nan", "inf", "1_538_352_000"),
        *(
            1538352000000,
            "1538352000000",
            10**400,
            math.nan,
            math.inf,
            None,
            True,
            [],
            {},
        ),  # milliseconds are no seconds
    ],
)
def test_what_is_no_time_is_refused(sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds$"):
        scalars.instant(sent)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("45.523064", "45.523064"), (-122.676483, "-122.676483"), (0, "0"), ("180", "180"), (" -0.5 ", "-0.5")],
)
def test_degrees_keep_the_digits_of_the_sender(sent: object, kept: str) -> None:
    assert scalars.degrees(sent) == kept


@pytest.mark.parametrize("sent", ["", "north", 181, "-180.1", "4_5", "nan", math.inf, True, None, [45]])
def test_what_is_no_degree_is_refused(sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be degrees, such as '45\.523064'$"):
        scalars.degrees(sent)


@pytest.mark.parametrize(
    ("sent", "kept"), [("  Joey ", "Joey"), ("", ""), (5, "5"), (1.5, "1.5"), ("a\x00b\ud800", "ab?"), ("🙂", "🙂")]
)
def test_texts_are_trimmed_and_fit_every_store(sent: object, kept: str) -> None:
    assert scalars.text(sent) == kept


@given(st.text(st.characters(codec=None)))
def test_a_text_can_be_stored(sent: str) -> None:
    assert "\x00" not in scalars.text(sent).encode().decode()


def test_a_text_has_a_limit() -> None:
    assert scalars.text("x" * 4096) == "x" * 4096
    with pytest.raises(ValueError, match=r"^must be at most 4096 characters long$"):
        scalars.text("x" * 4097)
