"""What each reader of values takes, as JSON Schema: the one place where the two are held side by side.

In: a reader, such as `scalars.identifier`. Out: its schema, which says what is read and what is refused, so that
documents, test generators and clients need no second description. A test compares every reader with its schema.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from headwater import scalars

Schema: TypeAlias = dict[str, Any]
Reader: TypeAlias = Callable[[Any], object]
AnyReader = TypeVar("AnyReader", bound=Reader)

COMPONENTS: Final = "#/components/schemas/"


class Value(NamedTuple):
    """A kind of value; one with a name is described once in a document, and referred to."""

    name: str
    schema: Schema


def days(year: str, leap: str) -> str:
    """A pattern of the days of years, given one of the years and one of those that have a 29 February."""
    return (
        f"(?:{year}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
        f"|{leap}-02-29)"
    )


_DAY: Final = days("(?:(?:19|20|21)[0-9]{2}|2200)", "(?:2000|(?:19|20|21)(?:0[48]|[2468][048]|[13579][26]))")
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
_ZONE: Final = r"\s*(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])"
# Letters of Latin scripts beside those of ASCII; others are taken too, but no pattern can name what is printable.
_MAIL: Final = r"[!#-'*+\-./0-9=?A-Z^-~\u00a1-\u00ac\u00ae-\u012f\u0131-\u024f]"


def words(*known: str) -> Schema:
    """One of these words, in any case, with or without space around."""
    spelled = "|".join("".join(f"[{c.upper()}{c}]" if c.isalpha() else c for c in word) for word in known)
    return {"type": "string", "pattern": rf"^\s*(?:{spelled})\s*$", "examples": list(known)}


def up_to(most: int) -> str:
    """A pattern of the digits of 0 to `most`."""
    digits = str(most)
    smaller = [
        f"{digits[:place]}[0-{int(digit) - 1}]" + (f"[0-9]{{{rest}}}" if rest else "")
        for place, digit in enumerate(digits)
        if digit != "0"
        for rest in [len(digits) - place - 1]
    ]
    return f"0*(?:{'|'.join([f'[0-9]{{1,{len(digits) - 1}}}', *smaller, digits])})"


def whole_numbers(most: int, point: str = "") -> list[Schema]:
    """A whole number up to `most`, as a number or as a text of digits."""
    return [
        {"type": "integer", "minimum": -most, "maximum": most},
        {"type": "string", "pattern": rf"^\s*[+-]?{up_to(most)}{point}\s*$", "maxLength": 32},
    ]


def text_of(digits: str) -> Schema:
    """A whole number that is not negative, as a text of such digits."""
    signed = rf"\+?{digits}|-0+" if digits.endswith("{1,18}") else rf"\+?{digits}"
    return {"type": "string", "pattern": rf"^\s*(?:{signed})(?:\.0*)?\s*$", "maxLength": 32}


_EPOCH: Final = (
    rf"(?:(?:\+?{up_to(7_289_654_398)}|-{up_to(2_208_988_799)})(?:\.[0-9]*)?"
    r"|(?:\+?0*7289654399|-0*2208988800)(?:\.0*)?|[+-]?\.[0-9]+)"
)


_TIMES: Final[list[Schema]] = [
    {"type": "number", "minimum": -2_208_988_800, "maximum": 7_289_654_399},
    {"type": "string", "pattern": rf"^\s*(?:{_DAY}(?:[T ]{_CLOCK}(?:{_ZONE})?)?|{_EPOCH})\s*$"},
]

VALUES: Final[dict[Reader, Value]] = {
    scalars.text: Value(
        "Text",
        {
            "description": "A text; a number is spelled out. Space around it is taken away.",
            "type": ["string", "number"],
            "maxLength": scalars.MAX_TEXT,
            "examples": ["Joey"],
        },
    ),
    scalars.identifier: Value(
        "Id",
        {
            "description": (
                'An id of yours, of at most 255 characters. `249` and `"249"` are the same; answers spell it as a text.'
            ),
            "anyOf": [
                {"type": "integer"},
                {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"[^\s\x00\x1c-\x1f\x85]"},
            ],
            "examples": [1556402307145, "ORDER-17"],
        },
    ),
    scalars.email: Value(
        "Email",
        {
            "description": "An e-mail address; case and space around it make no difference.",
            "type": "string",
            "pattern": rf"^\s*{_MAIL}{{1,64}}@{_MAIL}{{1,255}}\s*$",
            "examples": ["joey@example.com"],
        },
    ),
    scalars.cents: Value(
        "Cents",
        {
            "description": "Money in cents (minor units), as a whole number or its digits: `4500` is 45.00.",
            "anyOf": whole_numbers(scalars.MAX_MONEY),
            "examples": [4500, "4500"],
        },
    ),
    scalars.whole: Value(
        "Whole",
        {
            "description": "A whole number, or its digits.",
            "anyOf": whole_numbers(scalars.MAX_WHOLE, r"(?:\.0*)?"),
            "examples": [1, "1"],
        },
    ),
    scalars.flag: Value(
        "Flag",
        {
            "description": "Yes or no: `1`, `0`, `true`, `false`, or one of these as a text; also `yes` and `no`.",
            "anyOf": [{"enum": [0, 1, True, False]}, words("1", "0", "true", "false", "yes", "no", "")],
            "examples": [1, "0", True],
        },
    ),
    scalars.instant: Value(
        "Time",
        {
            "description": (
                "A date or a time of the years 1900 to 2200: `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS`, ISO-8601 with or"
                " without an offset, or seconds since 1970. Without an offset it is UTC."
            ),
            "anyOf": _TIMES,
            "examples": ["2018-10-02 16:15:00", "2018-10-02", "2018-10-02T16:15:00+02:00", 1538496900],
        },
    ),
    scalars.day: Value(
        "Day",
        {
            "description": "A calendar day, `YYYY-MM-DD`; of a time, the day that is written in it.",
            "anyOf": _TIMES,
            "examples": ["2018-10-03"],
        },
    ),
    scalars.degrees: Value(
        "Degrees",
        {
            "description": "A latitude or longitude, as a number or a text.",
            "anyOf": [
                {"type": "number", "minimum": -180, "maximum": 180},
                {
                    "type": "string",
                    "pattern": rf"^\s*[+-]?(?:{up_to(179)}(?:\.[0-9]*)?|0*180(?:\.0*)?|\.[0-9]+)\s*$",
                    "maxLength": scalars.MAX_TEXT,
                },
            ],
            "examples": ["45.523064", -122.676483],
        },
    ),
}
"""The readers and what they take. Readers of one payload join it where they are written, by `taking`."""

NOT_SENT: Final = Value(
    "NotSent",
    {"description": 'Null and `""` count as not sent: forms send what they do not know so.', "enum": [None, ""]},
)


def taking(schema: Mapping[str, Any], name: str = "") -> Callable[[AnyReader], AnyReader]:
    """Mark a reader with the schema of what it takes."""

    def mark(reader: AnyReader) -> AnyReader:
        VALUES[reader] = Value(name, dict(schema))
        return reader

    return mark


def schema_of(reader: Reader) -> Schema:
    """The schema of what a reader takes, or a reference to it; `LookupError` for a reader that has none."""
    value = VALUES.get(reader)
    if value is None:
        raise LookupError(f"{reader!r} has no schema: give it one with @taking, or a row in intake/schemas.py")
    return {"$ref": COMPONENTS + value.name} if value.name else dict(value.schema)


def named_values() -> Iterable[Value]:
    """Everything that is referred to."""
    return (NOT_SENT, *(value for value in VALUES.values() if value.name))
