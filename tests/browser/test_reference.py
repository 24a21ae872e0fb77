"""A lead as it really comes: a person in Chromium, the published snippet, and the published curl examples in a shell.

The person comes from two sites and then by a campaign's link, says who they are, and becomes a contact and a customer
by the examples of the reference, typed as they are printed (see `tests.shell`). In all but the first test the dates
are of today, since nobody can visit a page in 2018.
"""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site
from tests.browser.snippets import PUBLISHED
from tests.process import Served, create_account, served, wait_for
from tests.shell import shell

EMAIL = "joey@bloggs.com"
CAMPAIGN = "/course?utm_source=newsletter&utm_medium=email&utm_campaign=launch"

OPTED_IN, UPDATED, BOUGHT = "2018-10-02 16:15:00", "2018-11-28 09:28:42", "2018-10-03 11:14:32"
"""The dates of the examples."""


class Shop:
    """A server, an account of it, and a shell on the same machine."""

    def __init__(self, server: Served) -> None:
        """Use a new account."""
        self.server = server
        self.made = create_account(server.data)

    def shell(self, name: str, **replaced: str) -> dict[str, Any]:
        """What a published example prints, run by a real shell; `replaced` says what for what is printed in it."""
        return shell(name, self.server.url, self.made, replaced)

    def contact(self, at: str = "") -> dict[str, Any]:
        """The example of a contact, at this time instead of those that are printed."""
        return self.shell("contact", **{OPTED_IN: at, UPDATED: at} if at else {})

    def invoice(self, at: str = "") -> dict[str, Any]:
        """The example of an invoice, of that contact."""
        return self.shell("invoice", **{'"contact_id": 4': '"contact_id": 249'}, **{BOUGHT: at} if at else {})

    def report(self, start: str, end: str) -> dict[str, Any]:
        """The example of a report, of leads."""
        which = {"/<report_type>/<report_id>": "/leads", "2020-01-01": start, "2020-11-24": end}
        return self.shell("report", **which)

    def rows(self, start: str, end: str) -> dict[str, tuple[float, float, float]]:
        """Leads, customers and revenue by channel."""
        rows = self.report(start, end)["table"]["rows"]
        return {row["channel"]: (row["leads"], row["numOfCustomers"], row["revenue"]) for row in rows}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    with served(tmp_path_factory.mktemp("data")) as server:
        yield server


@pytest.fixture
def shop(server: Served) -> Shop:
    return Shop(server)


def visit(page: Page, site: Site, shop: Shop) -> None:
    """Come from one site, then from another, then by the campaign's link, and say who one is."""
    snippet = PUBLISHED.format(account=shop.made["account_id"], host=shop.server.url.removeprefix("http://"))
    site.put("/", snippet)
    site.put("/course", snippet)
    for host in ("news.localhost", "blog.localhost"):
        page.goto(site.put("/link", f'<a href="{site.url("/")}">shop</a>', host=host))
        with page.expect_request("**/hit"):
            page.click("a")
    page.goto(site.put("/mail", f'<a href="{site.url(CAMPAIGN)}">course</a>', host="mail.localhost"))
    with page.expect_request("**/hit"):
        page.click("a")
    with page.expect_response("**/identify*"):
        page.evaluate("email => _segq.push(['identify', email])", EMAIL)


def test_the_examples_as_printed_make_a_lead_of_2018_by_its_own_utm_fields(page: Page, site: Site, shop: Shop) -> None:
    visit(page, site, shop)
    assert shop.contact()["contact"]["contact_id"] == "249"
    assert shop.invoice()["matched"] is True
    assert shop.rows("2018-10-01", "2018-10-31") == {"social": (1, 1, 45)}


@pytest.mark.parametrize("visits_first", [True, False], ids=["visits first", "visits last"])
def test_the_campaign_has_the_lead_and_its_revenue(page: Page, site: Site, shop: Shop, *, visits_first: bool) -> None:
    # An hour ahead, so that the opt-in lies behind the visits whichever is sent first.
    later = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%d %H:%M:%S}"
    if visits_first:
        visit(page, site, shop)
    shop.contact(later)
    shop.invoice(later)
    if not visits_first:
        visit(page, site, shop)
    wait_for(lambda: shop.rows("-30+days", "tomorrow") == {"email": (1, 1, 45)})
    report = shop.report("-30+days", "tomorrow")
    assert {kpi["key"]: kpi["value"] for kpi in report["kpis"]}["revenue"] == 45
    assert sum(report["graph"]["datasets"][0]["data"]) == 1


def test_a_server_may_identify_a_visitor(page: Page, site: Site, shop: Shop) -> None:
    later = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%d %H:%M:%S}"
    site.put("/course", PUBLISHED.format(account=shop.made["account_id"], host=shop.server.url.removeprefix("http://")))
    with page.expect_request("**/hit"):
        page.goto(site.url(CAMPAIGN))
    uid = page.evaluate("_segs.data.uid")
    assert shop.shell("identify", **{"SESSION_UID": uid, "john@example.com": EMAIL})["status"] == "success"
    shop.contact(later)
    wait_for(lambda: shop.rows("-1+day", "tomorrow") == {"email": (1, 0, 0)})
