"""What is planned, packed small, and kept on disk until its day comes.

In: records of 24 bytes, in any order of days. Out: the records of one day, ordered by time. This is what keeps memory
flat: a person is planned once, on the day of arrival, and the rest of the life waits in a temporary file of about
250 bytes per contact. Facts are made from records only when their turn has come.
"""

from struct import Struct
from tempfile import TemporaryFile
from typing import NamedTuple

CONTACT, TAGS, IDENTIFY, INVOICE, SUBSCRIPTION, AD, PRODUCT, VISIT, CROWD, BOT, SPAM = range(11)

# Big-endian, with the time first, so that records sort as bytes the way they sort in time.
_PACKED = Struct(">QBIBHHHI")
_BLOCK = 85 * _PACKED.size


class Record(NamedTuple):
    """One thing that will happen; what `a` to `d` mean depends on the kind (see `payloads` and `views`)."""

    at: int  # ms
    kind: int
    who: int  # a person, a stranger, or a plain number
    nth: int = 0  # which device, order or subscription of theirs
    a: int = 0
    b: int = 0
    c: int = 0
    d: int = 0


def pack(record: Record) -> bytes:
    """The record as bytes."""
    return _PACKED.pack(*record)


def unpack(packed: bytes) -> Record:
    """The record that the bytes stand for."""
    return Record(*_PACKED.unpack(packed))


class Diary:
    """Records by day, in a temporary file that vanishes when it is closed."""

    def __init__(self, days: int) -> None:
        """Open a page for each of so many days."""
        self._file = TemporaryFile("w+b")  # noqa: SIM115 - open as long as the diary is
        self._end = 0
        self._loose = [bytearray() for _ in range(days)]
        self._bound: list[list[int]] = [[] for _ in range(days)]

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()

    def write(self, day: int, packed: bytes) -> None:
        """Keep a packed record for a day."""
        loose = self._loose[day]
        loose += packed
        if len(loose) >= _BLOCK:
            self._file.seek(self._end)
            self._file.write(loose)
            self._bound[day].append(self._end)
            self._end += len(loose)
            loose.clear()

    def tear(self, day: int) -> list[bytes]:
        """Take the records of a day out, ordered by time."""
        found: list[bytes] = []
        for place in self._bound[day]:
            self._file.seek(place)
            found += _cut(self._file.read(_BLOCK))
        found += _cut(self._loose[day])
        self._bound[day].clear()
        self._loose[day].clear()
        found.sort()
        return found


def _cut(joined: bytes | bytearray) -> list[bytes]:
    """Single records out of a row of them."""
    size = _PACKED.size
    return [bytes(joined[place : place + size]) for place in range(0, len(joined), size)]
