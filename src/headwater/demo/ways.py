"""The doors of the world as they stand open: one way for each ad, search term and turn of a season.

In: the rows DOORS, ADS and MAILS of `world` and the span. Out: ways with their channel, campaign, landing addresses and
the weight that each has on a day. The channel is the one the row says: nothing is classified here.
"""

from typing import NamedTuple
from urllib.parse import parse_qs, quote

from headwater.demo import rows, world
from headwater.demo.seasons import Period, Span, periods

_BURST_DAYS = 420  # about the days that a burst's period has in a world of two years


class Way(NamedTuple):
    """One way to come in. `origin` tells ways apart as a browser does (referrer and parameters); 0 is direct."""

    door: str
    channel: str
    origin: int
    source: str
    medium: str
    campaign: str
    content: str
    term: str
    ad: int  # place in world.ADS, or -1
    referrer: str
    query: str
    click: str
    pages: tuple[int, ...]  # places in world.PAGES to land on
    leads: int
    visits: int
    buys: int
    period: Period
    curve: str


class Letter(NamedTuple):
    """A letter that goes out: its row, the way that its link opens, and when (for those that go to everybody)."""

    mail: rows.Mail
    way: int
    period: Period | None


def pages_of(names: str) -> tuple[int, ...]:
    """The places of pages named by family ("blog"), or by family and place ("blog:6")."""
    found: list[int] = []
    for name in names.split():
        family, _, nth = name.partition(":")
        members = [place for place, page in enumerate(world.PAGES) if page.family == family]
        found += [members[int(nth)]] if nth else members
    return tuple(found)


def open_ways(span: Span) -> tuple[list[Way], list[Letter]]:
    """All ways that open within the span, and the letters that go out in it."""
    ways: list[Way] = []
    letters: list[Letter] = []
    for door in world.DOORS:
        for period in periods(door.when, span):
            for ad in [place for place, ad in enumerate(world.ADS) if ad.door == door.key] or [-1]:
                ways += [_way(door, period, ad, term, len(ways) + n) for n, term in enumerate(_terms(door))]
    for mail in world.MAILS:
        for period in periods(mail.when, span) if mail.when else (None,):
            query = f"utm_source=newsletter&utm_medium=email&utm_campaign={quote(mail.campaign, safe='{}')}"
            door = rows.Door(f"mail:{mail.campaign}", "email", "", query, "", mail.pages, 0, 0, 0)
            letters.append(Letter(mail, len(ways), period))
            ways.append(_way(door, period or periods(door.when, span)[0], -1, "", len(ways)))
    return ways, letters


def weight(way: Way, day: int) -> int:
    """How open a way is on a day, per mille."""
    first, last, _ = way.period
    if not first <= day <= last:
        return 0
    age = day - first
    if way.curve == "grow":
        return 1000 * (age + 1) ** 2 // (last - first + 1) ** 2
    if way.curve == "burst":
        return world.BURST[age] if age < len(world.BURST) else 0
    return 1000


def address(host: str, page: int) -> str:
    """The whole address of a page; paths that start with "//" name another host of the same site."""
    path = world.PAGES[page].path
    if path.startswith("//"):
        name, _, rest = path.removeprefix("//").partition("/")
        return f"https://{name}.{host}/{rest}"
    return f"https://www.{host}{path}"


def _terms(door: rows.Door) -> list[str]:
    """The search terms (or other variants) of a door; one empty one where it has none."""
    return door.terms.split("/")


def _way(door: rows.Door, period: Period, ad: int, term: str, place: int) -> Way:
    """Fill in the query of a door and read its campaign back from it."""
    words = {"term": term, "year": str(period.year)}
    part = 1000 // len(_terms(door))
    if door.curve == "burst":  # else a short world would consist of little more
        part = part * (period.last - period.first + 1) // _BURST_DAYS
    if ad >= 0:
        row = world.ADS[ad]
        words |= {"campaign": quote(row.campaign), "ad": quote(row.name), "ad_id": str(row.ad_id)}
        part = part * row.share // 100
    query = door.query.format_map(words)
    said = {key: values[0] for key, values in parse_qs(query).items()}
    return Way(
        door=door.key,
        channel=door.channel,
        origin=0 if door.channel == "direct" else place + 1,
        source=said.get("utm_source", ""),
        medium=said.get("utm_medium", ""),
        campaign=said.get("utm_campaign", ""),
        content=said.get("utm_content", ""),
        term=said.get("utm_term", ""),
        ad=ad,
        referrer=door.referrer,
        query=query,
        click=door.click,
        pages=pages_of(door.pages),
        leads=door.leads * part,
        visits=door.visits * part,
        buys=door.buys,
        period=period,
        curve=door.curve,
    )
