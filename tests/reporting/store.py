"""A real, empty warehouse in memory, which tests fill with a few facts, and the reader that reports ask.

In: facts in the words of the business; times as ISO texts or microseconds. Knows nothing of ledgers and projectors.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files

import duckdb
from msgspec import Struct

from headwater.clock import to_datetime
from headwater.reporting.account import Account
from headwater.reporting.answer import Answer, answer
from headwater.reporting.question import parse
from headwater.scalars import instant
from headwater.warehouse import person_touches
from tests.oracle import World

BERLIN = Account(account_id="a1", timezone="Europe/Berlin", currency="EUR")
UTC = Account(account_id="a1", timezone="UTC", currency="USD")
NOW = instant("2026-03-31 12:00:00")
FOREVER = instant("2199-12-31")

# Ids of origins and the channels that the rules give them; 4 is a campaign that a rule of the account calls direct.
CHANNELS = {0: "direct", 1: "paid", 2: "email", 3: "paid", 4: "direct", 5: "social"}
TABLES = ("contacts", "orders", "touches", "visitors")


class Rows(Struct):
    columns: list[str]
    rows: list[tuple[object, ...]]


class Store:
    """One account's warehouse."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")
        scripts = sorted(each.name for each in (files("headwater.warehouse") / "sql").iterdir() if each.name[0] == "0")
        for script in scripts:
            self.connection.execute((files("headwater.warehouse") / "sql" / script).read_text("utf-8"))
        self.asked: list[str] = []
        self._id = 0
        for origin, channel in CHANNELS.items():
            if origin:
                values = [origin, "", f"source{origin}", "", f"campaign{origin}", "", "", "", "", channel, f"S{origin}"]
                self._insert("origins", values)

    def run(self, account_id: str, sql: str, params: Mapping[str, object]) -> Rows:
        self.asked.append(account_id)
        person_touches.lay(self.connection)
        cursor = self.connection.execute(sql, params)
        return Rows([str(column[0]) for column in cursor.description or ()], cursor.fetchall())

    def contact(self, person: int, at: str | int, origin: int | None = None, row: int | None = None) -> None:
        number = self._number(row)
        created = _moment(at)
        values = [number, person, "i1", str(number), None, None, None, "active", created, None, "{}", origin]
        self._insert("contacts", values)

    def order(self, person: int, at: str | int, amount: int, row: int | None = None, **more: object) -> None:
        number = self._number(row)
        paid, refunded = more.get("paid", amount), more.get("refund_amount", 0)
        values = [
            number,
            person,
            "i1",
            str(number),
            _moment(at),
            amount,
            paid,
            more.get("is_refunded", False),
            refunded,
        ]
        self._insert("orders", [*values, None, 0, 0, 0, None])

    def touch(self, visitor: int, at: str | int, origin: int = 0, row: int | None = None) -> None:
        self._insert("touches", [self._number(row), visitor, _moment(at), True, origin])

    def view(
        self,
        visitor: int,
        at: str | int,
        path: str = "/",
        origin: int | None = None,
        row: int | None = None,
        **more: object,
    ) -> None:
        """A page view; what `more` names by column is as it says."""
        said = {"type": "page_view", "host": "shop.example", "title": None, "url": f"https://shop.example{path}"} | more
        columns = ["id", "visitor_id", '"at"', "starts_session", "origin_id", "path", *said]
        values = [self._number(row), visitor, _moment(at), False, origin, path, *said.values()]
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO page_views ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
        self.connection.execute(sql, values)

    def tell_touches(self) -> None:
        """The touches of all page views, as the projector tells them."""
        scripts = files("headwater.warehouse") / "sql"
        self.connection.execute("SET VARIABLE earliest = TIMESTAMP '1970-01-01'")
        self.connection.execute((scripts / "scope_all.sql").read_text("utf-8"))
        self.connection.execute("INSERT INTO touches " + (scripts / "touches.sql").read_text("utf-8"))

    def visitor(self, visitor: int, person: int, since: str | int = 0, until: str | int = FOREVER) -> None:
        self._insert("visitors", [visitor, _moment(since), _moment(until), person, f"v{visitor}"])

    def fill(self, world: World) -> None:
        """Empty the tables and put a world of the oracle's in; its times are seconds."""
        for table in TABLES:
            self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        for contact in world.contacts:
            self.contact(contact.person, contact.at * 1_000_000, contact.origin, contact.id)
        for order in world.orders:
            self.order(order.person, order.at * 1_000_000, order.amount, order.id)
        for touch in world.touches:
            self.touch(touch.visitor, touch.at * 1_000_000, touch.origin, touch.id)
        for visitor in world.visitors:
            until = min(visitor.until * 1_000_000, FOREVER)
            self.visitor(visitor.visitor, visitor.person, visitor.since * 1_000_000, until)

    def ask(self, account: Account = UTC, /, **body: object) -> Answer:
        """The answer to a v2 query; `type` is leads."""
        return answer(parse({"type": "leads"} | body), account, self, NOW)

    def rows(self, *dimensions: str, account: Account = UTC, **body: object) -> dict[object, list[object]]:
        """Leads and revenue by the dimensions, in all of March 2026."""
        body = {"metrics": ["leads", "revenue"], "date_range": {"start": "2026-03-01", "end": "2026-03-31"}} | body
        found = self.ask(account, dimensions=list(dimensions or ["clicks.channel"]), **body)
        width = len(found.dimensions)
        return {row[0] if width == 1 else row[:width]: list(row[width:]) for row in found.rows}

    def _number(self, row: int | None) -> int:
        self._id += 1
        return self._id if row is None else row

    def _insert(self, table: str, values: Sequence[object]) -> None:
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - our own names


def _moment(at: str | int) -> object:
    return to_datetime(at if isinstance(at, int) else instant(at)).replace(tzinfo=None)
