"""How far a new account is: every step is done when reports know of it."""

from tests.api.shop import ORDER, Place, refused
from tests.stand import Stand


def told(shop: Stand) -> dict[str, object]:
    answer = shop.client.get(f"/api/app/{shop.account}/start", headers={"Authorization": shop.key})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_steps_are_done_one_by_one(shop: Stand) -> None:
    nothing = {"page_views": 0, "contacts": 0, "orders": 0, "ad_days": 0, "first_page_view_at": None}
    assert told(shop) == nothing
    shop.visit("2026-03-01 10:42:00", "k9")
    shop.post("invoice", ORDER)
    shop.post("contact", {"contact_id": "1", "email": "ann@mail.example"})
    shop.post("ad/performance", {"ad": "7", "date": "2026-02-27", "spend": 1250})
    shop.clock.set("2026-03-01 12:00:00")
    shop.report()  # which waits until everything is known
    assert told(shop) == {
        "page_views": 1,
        "contacts": 1,
        "orders": 1,
        "ad_days": 1,
        "first_page_view_at": "2026-03-01T10:42:00+00:00",
    }


def test_nobody_elses(place: Place) -> None:
    shop, other = place.shops
    answer = shop.client.get(f"/api/app/{shop.account}/start", headers={"Authorization": other.key})
    assert refused(answer, 401)
    assert told(other)["contacts"] == 0
