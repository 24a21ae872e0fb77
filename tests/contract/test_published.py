"""Every published example of the import side, run by a real shell, has the effect that the document describes."""

import json
import urllib.request
from collections.abc import Generator
from typing import Any, Final

import pytest

from tests.process import Served, create_account, served
from tests.published import MEANT
from tests.shell import shell

EMAIL = "joey@bloggs.com"
TAGS: Final = MEANT["contact"]["tags"]
NAMES: Final = {tag["name"] for tag in TAGS}


class Shop:
    """An account of a server, for a shell on the same machine."""

    def __init__(self, server: Served) -> None:
        """Make the account."""
        self.url, self.made = server.url, create_account(server.data)

    def shell(self, name: str, **replaced: str) -> Any:  # noqa: ANN401 - JSON
        """What an example prints."""
        return shell(name, self.url, self.made, replaced)

    def kept(self, entity: str) -> list[dict[str, Any]]:
        """What is there now of an entity, as it is exported."""
        address = f"{self.url}/v1/{self.made['account_id']}/{self.made['integration_id']}/export/{entity}"
        request = urllib.request.Request(address, headers={"Authorization": self.made["api_key"]})  # noqa: S310 - ours
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - see above
            return [json.loads(line)["data"] for line in answer]

    def tags(self) -> dict[str, str]:
        """The tags of the one contact: name → since when."""
        (contact,) = self.kept("contact")
        return {tag["name"]: tag["date"] for tag in contact.get("tags", ())}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    with served(tmp_path_factory.mktemp("data")) as server:
        yield server


@pytest.fixture
def shop(server: Served) -> Shop:
    return Shop(server)


def test_a_contact_is_added_with_all_that_is_said_of_it(shop: Shop) -> None:
    assert shop.shell("contact")["status"] == "success"
    shop.shell("contact")  # the same again changes nothing
    (contact,) = shop.kept("contact")
    meant = MEANT["contact"]
    plain = {name: value for name, value in meant.items() if isinstance(value, str) and "date" not in name}
    assert plain.items() <= (contact | {"last_updated": meant["last_updated"]}).items()
    assert (contact["contact_id"], contact["date_created"]) == ("249", "2018-10-02T16:15:00+00:00")
    assert contact["last_updated"] == "2018-11-28T09:28:42+00:00"
    assert contact["custom_fields"] == {"Awesome Sauce": "Applesauce2", "shirt_size": "Medium"}
    assert shop.tags() == {tag["name"]: tag["date"].replace(" ", "T") + "+00:00" for tag in TAGS}


@pytest.mark.parametrize("how", ["249", EMAIL])
def test_a_contact_is_deleted_by_id_or_address_and_its_orders_stay(shop: Shop, how: str) -> None:
    shop.shell("contact")
    shop.shell("invoice", **{'"contact_id": 4': '"contact_id": 249'})
    answer = shop.shell("contact deletion", **{"<contact_id_or_email>": how})
    assert answer == {"id": how, "status": "success", "object": "contact", "deleted": True}
    assert shop.kept("contact") == []
    assert len(shop.kept("invoice")) == 1
    assert shop.shell("contact deletion", **{"<contact_id_or_email>": how})["status"] == "error"


def test_tags_are_added_and_removed_by_ids_names_and_objects(shop: Shop) -> None:
    shop.shell("contact")
    assert shop.shell("tags to remove, by id")["tags"] == []
    assert shop.tags() == {}
    shop.shell("tags to add, by id")
    assert set(shop.tags()) == NAMES  # known by their ids since the contact
    shop.shell("tags to remove, by name")
    assert shop.tags() == {}
    shop.shell("tags to add, by name")
    assert set(shop.tags()) == NAMES
    shop.shell("tags to remove, as objects")
    assert set(shop.tags()) == {"Platinum Customer"}
    shop.shell("tags to add, as objects")
    found = shop.tags()
    assert set(found) == NAMES
    assert found["New Lead"] == "2018-10-02T16:15:00+00:00"
    shop.shell("product")  # in print, it is an example of tags
    assert shop.tags() == found


def test_tags_of_nobody_are_refused(shop: Shop) -> None:
    answer = shop.shell("tags to add, by id")
    assert (answer["status"], answer["errors"]) == (
        "error",
        ["there is no contact '249': send it by POST contact first"],
    )


def test_a_purchase_waits_for_its_contact_with_its_items_and_products(shop: Shop) -> None:
    assert shop.shell("invoice")["matched"] is False
    shop.shell("invoice")
    (invoice,) = shop.kept("invoice")
    assert (invoice["id"], invoice["contact_id"], invoice["amount"], invoice["paid"]) == ("234115", "4", 4500, 4500)
    assert [(item["id"], item["name"], item["amount"]) for item in invoice["items"]] == [
        ("234115-1", "Round Tuit", 4000),
        ("234115-2", "Uber Trinket", 500),
    ]
    assert {product["id"]: product["name"] for product in shop.kept("product")} == {
        "1556402307145": "Round Tuit",
        "82638": "Uber Trinket",
    }
    shop.shell("contact", **{'"contact_id": 249': '"contact_id": 4'})
    assert shop.shell("invoice")["matched"] is True
    answer = shop.shell("invoice deletion", **{"<id>": "234115"})
    assert answer == {"id": "234115", "status": "success", "object": "invoice", "deleted": True}
    assert shop.kept("invoice") == []
    assert shop.shell("invoice deletion", **{"<id>": "234115"})["status"] == "error"


def test_a_subscription_is_added_once_and_deleted(shop: Shop) -> None:
    assert shop.shell("subscription")["subscription"]["id"] == "234115"
    shop.shell("subscription")
    (subscription,) = shop.kept("subscription")
    terms = {
        "email": "mwiegand@gmail.com",
        "amount": 4500,
        "product_id": "108",
        "billing_cycle": "month",
        "frequency": 1,
    }
    assert terms.items() <= subscription.items()
    assert subscription["start_date"] == subscription["last_bill_date"] == "2019-12-03T11:14:32+00:00"
    assert [product["id"] for product in shop.kept("product")] == ["108"]
    answer = shop.shell("subscription deletion", **{"<id>": "234115"})
    assert answer == {"id": "234115", "status": "success", "object": "subscription", "deleted": True}
    assert shop.kept("subscription") == []


def test_a_day_of_an_ad_is_recorded_once_with_its_set_and_campaign(shop: Shop) -> None:
    for _ in range(2):
        assert shop.shell("ad performance")["performance"]["spend"] == 4500
    day = {"ad": "5489788855", "date": "2018-10-03", "spend": 4500, "clicks": 7844, "impressions": 15487}
    assert shop.kept("ad/performance") == [day]
    assert shop.kept("adcampaign") == [{"id": "123456789", "name": "My Amazing Ad Campaign"}]
    assert shop.kept("adset") == [{"id": "5678910", "name": "My Amazing Ad Set", "adcampaign": "123456789"}]
    (ad,) = shop.kept("ad")
    assert (ad["id"], ad["adset"], ad["adcampaign"]) == ("5489788855", "5678910", "123456789")
