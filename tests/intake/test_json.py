"""Bodies as clients send them: strict JSON as it is, published examples as a shell delivers them, garbage refused."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from headwater.errors import Problem
from headwater.intake.json import MAX_DEPTH, MAX_LENIENT, read_json, read_object
from tests.published import MEANT
from tests.shell import body as body_of

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**40), max_value=10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
PIECES = st.sampled_from(
    [
        *"{}[],:\"'\\/*#-.0123456789eE+ \n\t",
        *("//", "/*", "*/", "true", "null", "None", "a", "é", "\x00", "\ud83d", "\\u", "\ufeff", "1e999", "\u0663"),
        *('"a"', "'b'", "\\ud800", "\\'", '\\"'),
    ]
)


@pytest.mark.parametrize("name", MEANT)
def test_the_published_examples_are_read(name: str) -> None:
    body, meant = body_of(name), MEANT[name]
    assert read_json(body.encode()) == meant
    assert read_json(body.replace("\n", "").encode()) == meant  # `-d @file` takes the line ends away
    assert read_json(body.replace("\n", "\r\n").encode()) == meant


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        # empty
        ("", {}),
        (" \r\n\t ", {}),
        # commas
        ('{"a": 1,}', {"a": 1}),
        ("[1, 2, ]", [1, 2]),
        ('{"a": [1,], "b": {"c": 2,},}', {"a": [1], "b": {"c": 2}}),
        # comments
        ('// first\n{"a": 1} // last', {"a": 1}),
        ('{"a": /* why */ 1, # because\n "b": 2}', {"a": 1, "b": 2}),
        ('{"a": 1, /* last */ }', {"a": 1}),
        ('{"url": "http://x.example/#top", }', {"url": "http://x.example/#top"}),  # no comment inside a string
        ("{'url': 'http://x.example/*a*/', }", {"url": "http://x.example/*a*/"}),
        # single quotes
        ("{'a': 'b'}", {"a": "b"}),
        ("{'a': 'say \"hi\"'}", {"a": 'say "hi"'}),
        (r"{'a': 'it\'s'}", {"a": "it's"}),
        (r"{'a': 'back\\slash'}", {"a": "back\\slash"}),
        (r"""{'a': 'x\\", "y": "z'}""", {"a": 'x\\", "y": "z'}),
        (r"{'a': '\u00e9\n\t'}", {"a": "é\n\t"}),
        ("{'a': ''}", {"a": ""}),
        # escapes that JSON does not have
        (r'{"a": "it\'s"}', {"a": "it's"}),
        (r'{"a": "50\% off"}', {"a": "50% off"}),
        # bare words
        ("{status: active}", {"status": "active"}),
        ("{status: active, n: 1.5, yes: true}", {"status": "active", "n": 1.5, "yes": True}),
        (
            "{a: None, b: undefined, c: NULL, d: True, e: FALSE}",
            {"a": None, "b": None, "c": None, "d": True, "e": False},
        ),
        (
            "{date: 2018-10-02, zip: 01234, plus: +1, half: .5}",
            {"date": "2018-10-02", "zip": "01234", "plus": "+1", "half": ".5"},
        ),
        ("{email: joey@bloggs.com}", {"email": "joey@bloggs.com"}),
        ("{a: NaN}", {"a": "NaN"}),
        ("{a: \u0663}", {"a": "\u0663"}),  # a digit, but none of JSON's
        # what strict JSON forbids inside strings, and clients send
        ('{"a": "two\nlines"}', {"a": "two\nlines"}),
        ("{'a': 'a\ttab'}", {"a": "a\ttab"}),
        ('{"a": "nul\x00"}', {"a": "nul\x00"}),
        # half of a pair: an emoji cut in two by a script
        (r'{"title": "cut \ud83d"}', {"title": "cut \ufffd"}),
        (r'{"title": "\ude42 cut"}', {"title": "\ufffd cut"}),
        (r'{"title": "whole \ud83d\ude42", }', {"title": "whole 🙂"}),
        (r'{"title": "no escape \\ud83d"}', {"title": "no escape \\ud83d"}),
        # a byte order mark
        ("\ufeff{}", {}),
        ('\ufeff{"a": 1}', {"a": 1}),
        ("\ufeff", {}),
        # plain values
        ("1", 1),
        ('"a"', "a"),
        ("'a'", "a"),
        ("[]", []),
        ("null", None),
        # numbers of any size, the last of two
        ("9007199254740993", 9007199254740993),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ("{'a': 1, 'a': 2}", {"a": 2}),
    ],
)
def test_what_clients_mean_is_read(body: str, meant: object) -> None:
    assert read_json(body.encode()) == meant


def test_bytes_that_are_no_utf8_become_the_replacement_character() -> None:
    assert read_json(b'{"name": "J\xf6rg"}') == {"name": "J\ufffdrg"}


@pytest.mark.parametrize(
    "body",
    [
        *("{", "}", "[", "[1", '{"a"', '{"a":', '{"a": }', '{"a" 1}', "{1: 2}", "{: 1}", '"a', "'a", "a b", "{} {}"),
        *("[1,, 2]", "[,]x", "{,a}", ",", ":", "/* open", "1e999", "a=1&b=2 c", "<xml>no</xml> ?", "\x00{"),
        *("{url: http://x.example/}", '{"a": "b" "c"}', r'{"a": "\u12"}', "1" * 5000),
    ],
)
def test_what_cannot_be_meant_is_refused(body: str) -> None:
    with pytest.raises(Problem, match=r"^the body is not JSON: ") as problem:
        read_json(body.encode())
    assert problem.value.status == 400
    assert len(str(problem.value)) < 200


@pytest.mark.parametrize("body", [b"\x00", b"\x1f\x8b\x08\x00\x00", "{}".encode("utf-16"), "{}".encode("utf-32")])
def test_binary_is_refused(body: bytes) -> None:
    with pytest.raises(Problem, match=r"^the body is not JSON: "):
        read_json(body)


@pytest.mark.parametrize("body", ["[1]", "null", '"a"', "5", "[{}]"])
def test_an_object_is_asked_for(body: str) -> None:
    with pytest.raises(Problem, match=r'^the body must be a JSON object, such as \{"id": 1\}$'):
        read_object(body.encode())
    assert read_object(b'{"id": 1}') == {"id": 1}
    assert read_object(b"") == {}


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}"), ("{a: ", "}")])
def test_depth_has_a_limit(opening: str, closing: str) -> None:
    read_json((opening * MAX_DEPTH + "1" + closing * MAX_DEPTH).encode())
    with pytest.raises(Problem, match=r"^the body is nested deeper than 32 levels$"):
        read_json((opening * (MAX_DEPTH + 1) + "1" + closing * (MAX_DEPTH + 1)).encode())


@pytest.mark.parametrize("opening", ["[", '{"a":', "{'a':", "[{a:"])
@pytest.mark.parametrize("closing", ["", "]", "}"])
def test_depth_without_end_is_refused(opening: str, closing: str) -> None:
    with pytest.raises(Problem):
        read_json((opening * 100_000 + closing * 100_000).encode())


@pytest.mark.parametrize("piece", ["/* ", "'", '"', "'\\", '"\\', "/*/", "# ", "//", "{'a", "\\u", "a,", "*/ ", "-"])
def test_much_nonsense_takes_no_longer_than_it_is_long(piece: str) -> None:
    # No times are asserted: with a step that looks ahead to the end from every place, this would run for minutes.
    body = (piece * (MAX_LENIENT // len(piece))).encode()
    with suppress(Problem):
        read_json(body)


def test_only_strict_json_may_be_long() -> None:
    strict = json.dumps(["x" * 100] * (MAX_LENIENT // 100))
    assert len(read_json(strict.encode())) == MAX_LENIENT // 100
    with pytest.raises(Problem, match=r"^the body is not JSON: "):
        read_json((strict[:-1] + ",]").encode())


@given(JSON_VALUES)
def test_strict_json_is_read_as_any_reader_reads_it(value: object) -> None:
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(JSON_VALUES)
def test_the_forgiving_way_reads_strict_json_alike(value: object) -> None:
    # A comment makes it no JSON, and so takes the other way.
    assert read_json(b"/**/" + json.dumps(value, indent=1).encode()) == value


@given(st.text(st.characters(exclude_characters="\\", exclude_categories=["Cs"])))
def test_a_single_quoted_text_is_that_text(text: str) -> None:
    assert read_json(("['" + text.replace("'", r"\'") + "']").encode()) == [text]


@given(
    st.binary()
    | st.text().map(str.encode)
    | st.lists(PIECES).map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass"))
)
@example(b"[" * 5_000)
@example(b"-")
@example(b"1" * 5_000)
@example(b"{a:" + b"1" * 5_000 + b"}")
@example(b'"\\ud800')
def test_nothing_but_a_value_or_a_problem_comes_out(body: bytes) -> None:
    try:
        value = read_json(body)
    except Problem as problem:
        assert problem.status == 400  # noqa: PT017 - one of the two outcomes
    else:
        json.dumps(value).encode()  # no lone surrogate slips through
        json.dumps(value, ensure_ascii=False).encode()
