"""A lead as it really comes: a person in Chromium, the published snippet, and the published curl examples in a shell.

The person comes from two sites and then by a campaign's link, says who they are, and becomes a contact and a customer
by the examples of the reference, typed as they are printed there: the invalid JSON stays invalid. Only host, key and
ids are replaced, the e-mail is the person's, the line continuations that print has lost are back, and in all but the
first test the dates are of today, since nobody can visit a page in 2018.
"""

import json
import subprocess
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site
from tests.browser.snippets import PUBLISHED
from tests.process import Served, create_account, served, wait_for

EMAIL = "joey@bloggs.com"
CAMPAIGN = "/course?utm_source=newsletter&utm_medium=email&utm_campaign=launch"

CONTACT = """
curl -X POST {url}/api/v1/{account_id}/{integration_id}/contact \\
     -H 'Authorization: {api_key}' \\
     -H 'Content-Type: application/json' \\
     -d '{{
           "contact_id": 249,
           "first_name": "Joey",
           "last_name": "Bloggs",
           "email": "{email}",
           "status": 'active',
           "date_created": "{created}",
           "last_updated": "{updated}",
           "utm_source": "facebook",
           "utm_content": "holiday special",
           "utm_medium": "facebook",
           "utm_campaign": "holiday",
           "utm_term": "awesomeness",
           "referring_url": "reallycoolurl.com",
           "optin_url": "evencoolerurl.com",
           "ip_address": "8.8.8.8",
           "affiliate_id": "123",
           "geo_lat": "45.523064",
           "geo_lon": "-122.676483",
           "tags": [
             {{
               "id": 3,
               "name": "New Lead",
               "date": "2018-10-02 16:15:00"
             }},
             {{
               "id": 45,
               "name": "2018 Holiday Special",
               "date": "2018-11-28 09:25:33"
             }},
             {{
               "id": 8,
               "name": "Platinum Customer",
               "date": "2018-11-28 09:28:42"
             }}
           ],
           "custom_fields": {{
                "shirt_size": "Medium",
                "Awesome Sauce": "Applesauce2",
                "field_to_remove": null
           }}
         }}'
"""

INVOICE = """
curl -X POST {url}/api/v1/{account_id}/{integration_id}/invoice \\
     -H 'Authorization: {api_key}' \\
     -H 'Content-Type: application/json' \\
     -d '{{
           "email": "{email}",
           "id": 234115,
           "amount": 4500,
           "paid": 4500,
           "is_refunded": 0,
           "date_created": "{bought}",
           "items": [
             {{
               "name": "Round Tuit",
               "product_id": 1556402307145,
               "amount": 4000,
               "total_paid": 4000
             }},
             {{
               "name": "Uber Trinket",
               "product_id": 82638,
               "amount": 500,
               "total_paid": 500
             }}
           ]
         }}'
"""

REPORT = """
curl -X GET {url}/{account_id}/report/leads \\
     -H 'Authorization: {api_key}' \\
     -H 'Content-Type: application/json' \\
     -d start={start} \\
     -d end={end} \\
     -d scale=day
"""

IDENTIFY = """
curl -X GET -G {url}/identify \\
     -d account_id={account_id} \\
     -d seg_uid={uid} \\
     -d email={email}
"""

LONG_AGO = {"created": "2018-10-02 16:15:00", "updated": "2018-11-28 09:28:42", "bought": "2018-10-03 11:14:32"}


class Shop:
    """A server, an account of it, and a shell on the same machine."""

    def __init__(self, server: Served) -> None:
        """Use a new account."""
        self.server = server
        self.made = create_account(server.data)

    def shell(self, command: str, **values: str) -> dict[str, Any]:
        """What the command prints, run by a real shell."""
        typed = command.format(url=self.server.url, email=EMAIL, **self.made, **values)
        done = subprocess.run(["bash", "-c", typed], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def rows(self, **values: str) -> dict[str, tuple[float, float, float]]:
        """Leads, customers and revenue by channel."""
        rows = self.shell(REPORT, **values)["table"]["rows"]
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
    assert shop.shell(CONTACT, **LONG_AGO)["contact"]["contact_id"] == "249"
    assert shop.shell(INVOICE, **LONG_AGO)["matched"] is True
    assert shop.rows(start="2018-10-01", end="2018-10-31") == {"social": (1, 1, 45)}


@pytest.mark.parametrize("visits_first", [True, False], ids=["visits first", "visits last"])
def test_the_campaign_has_the_lead_and_its_revenue(page: Page, site: Site, shop: Shop, *, visits_first: bool) -> None:
    # An hour ahead, so that the opt-in lies behind the visits whichever is sent first.
    later = datetime.now(UTC) + timedelta(hours=1)
    dates = dict.fromkeys(("created", "updated", "bought"), f"{later:%Y-%m-%d %H:%M:%S}")
    if visits_first:
        visit(page, site, shop)
    shop.shell(CONTACT, **dates)
    shop.shell(INVOICE, **dates)
    if not visits_first:
        visit(page, site, shop)
    days = {"start": "-30+days", "end": "tomorrow"}
    wait_for(lambda: shop.rows(**days) == {"email": (1, 1, 45)})
    report = shop.shell(REPORT, **days)
    assert {kpi["key"]: kpi["value"] for kpi in report["kpis"]}["revenue"] == 45
    assert sum(report["graph"]["datasets"][0]["data"]) == 1


def test_a_server_may_identify_a_visitor(page: Page, site: Site, shop: Shop) -> None:
    later = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%d %H:%M:%S}"
    site.put("/course", PUBLISHED.format(account=shop.made["account_id"], host=shop.server.url.removeprefix("http://")))
    with page.expect_request("**/hit"):
        page.goto(site.url(CAMPAIGN))
    uid = page.evaluate("_segs.data.uid")
    assert shop.shell(IDENTIFY, uid=uid)["status"] == "success"
    shop.shell(CONTACT, created=later, updated=later)
    wait_for(lambda: shop.rows(start="-1+day", end="tomorrow") == {"email": (1, 0, 0)})
