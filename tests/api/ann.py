"""Ann, whose journey has everything: devices, tags, orders, a refund, a subscription, events; and how to ask for it.

She has a phone, by which she first came from an ad, and a laptop, by which she was identified first. She bought twice;
the second order was refunded.
"""

from typing import Any
from urllib.parse import quote

from httpx2 import Response

from tests.api.shop import ORDER
from tests.stand import Stand

AD = (
    "https://shop.example/top-page?utm_campaign=Retargeting&utm_medium=cpc&utm_source=fb&utm_term=WARM+Retarget"
    "&utm_content=RT+-+Testimonial+-+J&ad_id=559675250&fbclid=1#reviews"
)


def get(shop: Stand, path: str, **parameters: str | int) -> Response:
    return shop.client.get(f"/{shop.account}/{path}", params=parameters, headers={"Authorization": shop.key})


def contact(shop: Stand, name: str, **parameters: str) -> dict[str, Any]:
    answer = get(shop, f"contact/{quote(name, safe='')}", **parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def page(shop: Stand, kind: str = "leads", **parameters: str | int) -> dict[str, Any]:
    days = {"start": "2026-01-01", "end": "2026-02-28"}
    answer = get(shop, f"report/{kind}/contacts", **{**days, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def come(shop: Stand) -> None:
    """She is seen on both devices, signs up, and becomes a contact."""
    shop.visit("2026-02-01 09:00:00.250", "phone", url=AD, ref="https://lifehacker.com/deals?page=2", title="Top")
    shop.visit("2026-02-01 09:05:00", "phone", url="https://shop.example/price", ref="https://shop.example/top-page")
    shop.visit("2026-02-03 20:00:00", "laptop")
    shop.identify("2026-02-05 09:00:00", "laptop", "ann@mail.example")
    shop.identify("2026-02-06 09:00:00", "phone", "ann@mail.example")
    shop.post(
        "contact",
        {
            "contact_id": 1004,
            "email": "Ann@Mail.example",
            "first_name": "Ann",
            "last_name": "Dare",
            "date_created": "2026-02-05 10:00:00",
            "last_updated": "2026-02-20 00:00:00",
            "custom_fields": {"City": "Mortimerville"},
            "tags": [{"id": 115, "name": "blueprint", "date": "2026-02-04 05:07:44"}],
        },
    )
    shop.post("lists/add", {"contact_id": 1004, "lists": [{"id": 3, "name": "News", "date": "2026-02-05"}]})


def buy(shop: Stand) -> None:
    """She orders, twice, and subscribes."""
    item = {"id": 894689, "name": "Marketing Plan", "product_id": 8, "amount": 50_000}
    money = {"amount": 50_550, "paid": 50_550, "tax": 1_000, "shipping": 50, "discount": 500}
    order = {"contact_id": 1004, "date_created": "2026-02-12 20:32:11", "items": [item]}
    shop.post("invoice", {"id": 26, **order, **money})
    back = {"is_refunded": True, "refund_amount": 1_050, "date_refunded": "2026-02-20"}
    late = {"email": "ann@mail.example", "amount": 2_950, "paid": 2_950, "date_created": "2026-02-14"}
    shop.post("invoice", ORDER | {"id": 27} | late | back)
    shop.post(
        "subscription",
        {
            "id": "s1",
            "contact_id": 1004,
            "amount": 1_900,
            "product_id": 9,
            "start_date": "2026-02-15",
            "last_bill_date": "2026-02-15",
            "billing_cycle": "month",
            "frequency": 1,
        },
    )


def call(shop: Stand) -> None:
    """Servers tell of her, of her phone, and of somebody else's."""
    told = {"type": "call", "date": "2026-02-02 10:00:00", "value": 1_250, "meta": {"minutes": 7}}
    shop.post("event", told | {"id": "e1", "email": "ann@mail.example", "url": "https://shop.example/call?from=x"})
    shop.post("event", {"type": "chat", "id": "e2", "uid": "phone", "date": "2026-02-02 11:00:00"})
    shop.post("event", {"type": "chat", "id": "e3", "uid": "stranger", "date": "2026-02-02 11:00:00"})
