"""A data directory of an earlier version, opened by this one."""

from pathlib import Path

from starlette.testclient import TestClient

from headwater.api.management import verify_account
from headwater.app import open_house, web
from headwater.ledger.accounts import NewAccount
from headwater.settings import load_settings
from tests.api import ann
from tests.api.shop import opened
from tests.stand import Stand

# In one transaction, since the projector's thread is at work meanwhile.
BACK_TO_4 = (
    "BEGIN",
    "ALTER TABLE visitors DROP COLUMN uid",
    "DROP TABLE trails",
    "DROP TABLE trails_upto",
    "DELETE FROM migrations WHERE version >= 5",
    "COMMIT",
)


def test_a_warehouse_of_version_4_learns_what_visitors_are_called(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        shop = place.shop
        ann.come(shop)
        before = ann.contact(shop, "1004", extend="events")
        with place.house.warehouse.cursor(shop.account) as cursor:
            for statement in BACK_TO_4:
                cursor.execute(statement)
    settings = load_settings({"data": str(tmp_path), "warehouse_threads": "1"}, {}, None)
    with open_house(settings, shop.clock) as house, TestClient(web(house)) as client:
        again = Stand(client, shop.clock, NewAccount(shop.account, shop.integration, shop.key))
        assert ann.contact(again, "1004", extend="events") == before
        assert {event["uid"] for event in before["events"]} == {"phone", "laptop"}
        assert verify_account(house, shop.account)["differences"] == []
