"""Time zones as a text names them: `Europe/Berlin`, `EST`, `+02:00`.

In: a name. Out: a zone of the system's database, or seconds east of UTC. An abbreviation is a fixed offset, also in
summer, and means what it means to PHP: `IST` is Israel's, `BST` is London's. Knows no local mean times of cities.
"""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_ABBREVIATIONS = {
    -660: "sst",
    -600: "ahst bdt hst",
    -570: "hdt hpt hwt",
    -540: "ahdt akst yst",
    -480: "akdt pst ydt ypt ywt",
    -420: "mst pdt ppt pwt yddt",
    -360: "cst mdt mpt mwt pddt",
    -300: "cdt cpt cwt est mddt",
    -240: "ast cddt edt ept ewt",
    -210: "nst",
    -180: "adt apt awt eddt",
    -150: "npt nwt",
    -120: "addt",
    -90: "nddt",
    0: "gmt uct utc wet",
    60: "bst cet met wat west",
    120: "bdst cat cest eet ist mest sast wast wemt",
    180: "cemt eat eest idt msk",
    240: "iddt msd",
    300: "pkt",
    360: "pkst",
    420: "wib",
    480: "awst hkt wita",
    510: "kst",
    540: "awdt hkst jst wit",
    570: "acst cast",
    600: "aest chst gst jdt kdt",
    630: "acdt",
    660: "aedt gdt",
    690: "nzmt",
    720: "nzst",
    780: "nzdt",
}  # minutes east of UTC
_LETTERS = "yxwvutsrqponzabcdefghiklm"  # of ships and aircraft: from 12 hours west to 12 hours east, without j

_OFFSETS = {
    **{name: minutes * 60 for minutes, names in _ABBREVIATIONS.items() for name in names.split()},
    **{letter: (hours - 12) * 3600 for hours, letter in enumerate(_LETTERS)},
}


def named(name: str) -> ZoneInfo | int | None:
    """The zone of a name, in whatever case; `None` if there is none."""
    lower = name.strip("()").lower()
    if lower in _OFFSETS:
        return _OFFSETS[lower]
    return ZoneInfo(_places()[lower]) if lower in _places() else None


def ahead(offset: str) -> int:
    """The seconds of `+2`, `-0330`, `+02:00` or `+05:45:30`."""
    sign, digits = (-1 if offset[0] == "-" else 1), offset[1:]
    parts = digits.split(":") if ":" in digits else _pairs(digits)
    hours, minutes, seconds = [int(part) for part in parts] + [0] * (3 - len(parts))
    return sign * (hours * 3600 + minutes * 60 + seconds)


def _pairs(digits: str) -> list[str]:
    """Hours, minutes and seconds; with three digits the hour has one."""
    even = digits if len(digits) % 2 == 0 else f"0{digits}"
    return [even[at : at + 2] for at in range(0, len(even), 2)]


@cache
def _places() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}
