"""How the single values of payloads are read: ids, money, flags, times, e-mail addresses, coordinates.

In: whatever JSON or a form brought. Out: the value in its one inner spelling, or `ValueError` whose text completes the
sentence "field 'x' …". Knows nothing of payloads, accounts or stores.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from headwater.clock import DAY, to_instant

MAX_TEXT: Final = 4_096
MAX_MONEY: Final = 10**15  # minor units; ten trillion of a two-decimal currency, far inside 64 bits when summed
MAX_WHOLE: Final = 10**18 - 1  # what 64 bits hold in any store

_EMAIL = re.compile(r"[^\s@<>(),;:\"\\\[\]]{1,64}@[^\s@<>(),;:\"\\\[\]]{1,255}")
_WHOLE = re.compile(r"[+-]?\d+(\.0*)?")
_DECIMAL = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")
_TIME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<clock>\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(?P<zone>Z|z|[+-]\d{2}:?\d{2})?)?"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # beyond them a date is a mistake, not a time
_EPOCH_MIN, _EPOCH_MAX = -2_208_988_800, 7_289_654_399  # the same years in seconds
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no i l o 0 1: ids are read aloud and typed


def new_token(length: int) -> str:
    """A random id of `length` characters, 4.95 bits each, from the operating system's source."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def secret_token() -> str:
    """A token for a cookie or a link: 256 bits from the operating system's source."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a key or a token, which nobody could guess: SHA-256 in hex, to be found by."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hash63(text: str) -> int:
    """A positive 63-bit number that stands for `text` in the warehouse; never 0, the same on every machine."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 1) or 1


def checksum(row: Mapping[str, object]) -> int:
    """A 63-bit number that stands for a row, whatever the order of its columns; sums of them compare whole tables."""
    return hash63(msgspec.json.encode(row, order="sorted").decode())


def keyed_hash(secret: bytes, text: str) -> str:
    """What stands for personal data that must stay comparable but not readable: 128 bits of HMAC-SHA-256, in hex."""
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256")[:16].hex()


def text(value: object) -> str:
    """A string without NUL and lone surrogates (no store takes them), trimmed; numbers are spelled out."""
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        raise ValueError("must be a text")
    cleaned = str(value).replace("\x00", "")
    if not cleaned.isascii():
        cleaned = cleaned.encode("utf-8", "replace").decode()
    cleaned = cleaned.strip()
    if len(cleaned) > MAX_TEXT:
        raise ValueError(f"must be at most {MAX_TEXT} characters long")
    return cleaned


def identifier(value: object) -> str:
    """An id of the sender's; integers of any size and strings get one spelling, so that 249 and "249" are the same."""
    if isinstance(value, float):
        if not value.is_integer():
            raise ValueError("must be an id: a whole number or a text")
        value = int(value)
    try:
        spelled = text(value)
    except ValueError:
        raise ValueError("must be an id: a whole number or a text") from None
    if not spelled or len(spelled) > 255:  # noqa: PLR2004 - the contract's length of ids
        raise ValueError("must be an id of 1 to 255 characters")
    return spelled


def email(value: object) -> str:
    """A normalised e-mail address: trimmed, lower-case, Unicode NFC, and no cleverness about dots or pluses."""
    if not isinstance(value, str):
        raise ValueError("must be an e-mail address")
    spelled = unicodedata.normalize("NFC", value.strip().lower())
    if not _EMAIL.fullmatch(spelled) or not spelled.isprintable():
        raise ValueError("must be an e-mail address such as 'joey@example.com'")
    return spelled


def whole(value: object) -> int:
    """A whole number that fits the stores, given as a number or as a string of digits."""
    if isinstance(value, str) and len(value) <= 32 and _WHOLE.fullmatch(value.strip()):  # noqa: PLR2004 - no such amount
        value = int(value.strip().partition(".")[0])
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_WHOLE:
        raise ValueError("must be a whole number")
    return value


def cents(value: object) -> int:
    """Money in minor units (cents), as the import API takes it: a whole number, 4500 for 45.00.

    A text with a point in it, such as "45.00", is money in another unit and is refused, not taken for 45 cents.
    """
    try:
        amount = whole(None if isinstance(value, str) and "." in value else value)
    except ValueError:
        raise ValueError("must be whole cents, such as 4500 for 45.00") from None
    if abs(amount) > MAX_MONEY:
        raise ValueError(f"must be between -{MAX_MONEY} and {MAX_MONEY} cents")
    return amount


def flag(value: object) -> bool:
    """A yes or no: 0, 1, "0", "1", true, false and the words."""
    spelled = value.strip().lower() if isinstance(value, str) else value
    if spelled in (1, "1", "true", "yes"):
        return True
    if spelled in (0, "0", "false", "no", ""):
        return False
    raise ValueError("must be 0 or 1")


def instant(value: object) -> int:
    """A time in microseconds: `YYYY-MM-DD[ HH:MM:SS]`, ISO-8601 with or without an offset, or epoch seconds.

    Without an offset it is UTC.
    """
    complaint = "must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(complaint)
    try:
        found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
        if found:
            return to_instant(_moment(found["day"], found["clock"] or "00:00", found["zone"]))
        seconds = _decimal(value.strip()) if isinstance(value, str) else value
    except ValueError:
        raise ValueError(complaint) from None
    if not _EPOCH_MIN <= seconds <= _EPOCH_MAX:
        raise ValueError(complaint)
    return round(seconds * 1_000_000)


def day(value: object) -> int:
    """A calendar day in days since 1970: the day of a time as it is written, wherever it was."""
    try:
        at = instant(value)
    except ValueError:
        raise ValueError("must be a day such as '2018-10-03'") from None
    found = _TIME.fullmatch(str(value).strip())
    return (instant(found["day"]) if found else at) // DAY


def _moment(day: str, clock: str, zone: str | None) -> datetime:
    """Put the parts together; `datetime` refuses what is no date, such as 30 February."""
    if not _FIRST_YEAR <= int(day[:4]) <= _LAST_YEAR:
        raise ValueError(day)
    head, _, fraction = clock.replace(",", ".").partition(".")
    exact = f"{head}.{fraction[:6]:0<6}" if fraction else head
    return datetime.fromisoformat(f"{day}T{exact}{zone.upper() if zone else '+00:00'}").astimezone(UTC)


def timezone(value: object) -> str:
    """The name of a time zone."""
    try:
        return ZoneInfo(value if isinstance(value, str) else "").key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"is unknown: {value!r}; use an IANA name such as 'Europe/Berlin'") from None


def currency(value: object) -> str:
    """The code of a currency, in capitals."""
    code = str(value).strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():  # noqa: PLR2004 - ISO 4217
        raise ValueError(f"{value!r} must be an ISO 4217 code such as 'USD'")
    return code


def degrees(value: object) -> str:
    """A latitude or longitude, number or string, kept in the sender's own digits."""
    try:
        spelled = text(value)
        if abs(value if isinstance(value, float) else _decimal(spelled)) <= 180:  # noqa: PLR2004 - degrees
            return spelled
    except ValueError:
        pass
    raise ValueError("must be degrees, such as '45.523064'")


def _decimal(spelled: str) -> float:
    """A number as clients write it; `float` alone also takes "4_5", "1e9" and "nan"."""
    if not _DECIMAL.fullmatch(spelled):
        raise ValueError(spelled)
    return float(spelled)
