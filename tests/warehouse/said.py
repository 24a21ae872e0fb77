"""What a feed says: hits, and rows of contacts, orders and visitors with their children, as tests write them."""

from collections.abc import Sequence

from headwater.clock import SECOND
from headwater.scalars import hash63
from headwater.warehouse.feed import Row

NOON = 1_709_294_400 * SECOND  # 2024-03-01 12:00 UTC
FOREVER = 253_402_214_400 * SECOND


def hit(at: int, source: str = "", uid: str = "u1", *, new: bool = False, path: str = "/") -> Row:
    """A spooled hit without its id; it arrives when it happens."""
    url = f"https://shop.example{path}" + (f"?utm_source={source}" if source else "")
    told = {"uid": uid, "at": at, "received_at": at, "url": url, "new": new, "type": "page_view"}
    return {**told, **dict.fromkeys(("ref", "title", "sid", "props", "ip", "ua"))}


def contact(
    key: int, *, created_at: int = NOON, utm_source: str = "", tags: Sequence[int] = ()
) -> dict[str, list[Row]]:
    row = {"id": key, "person_id": key, "integration_id": "i1", "contact_id": f"c{key}", "status": "active"}
    rest = {"created_at": created_at, "updated_at": None, "custom_fields": "{}", "utm_source": utm_source}
    names = {"email": f"c{key}@shop.example", "first_name": None, "last_name": None}
    tagged: list[Row] = [{"contact": key, "label": tag, "since": created_at} for tag in tags]
    return {"contacts": [{**row, **rest, **names}], "contact_labels": tagged}


def order(key: int, amount: int, *, items: Sequence[int] = (), person_id: int = 1) -> dict[str, list[Row]]:
    row = {"id": key, "person_id": person_id, "integration_id": "i1", "order_id": f"o{key}", "created_at": NOON}
    money = {"amount": amount, "paid": amount, "is_refunded": False, "refund_amount": 0, "refunded_at": None}
    rest = {"discount": 0, "tax": 0, "shipping": 0, "currency": "USD"}
    sold: list[Row] = [
        {
            "order_id": key,
            "position": position,
            "item_id": f"{key}-{position}",
            "name": "Course",
            "amount": price,
            "total_paid": price,
            "quantity": 1,
            "product_id": None,
            "subscription_id": None,
        }
        for position, price in enumerate(items)
    ]
    return {"orders": [{**row, **money, **rest}], "order_items": sold}


def visitor(uid: str, *spans: tuple[int, int]) -> dict[str, list[Row]]:
    """The whole time line of a visitor, from (since, person) pairs in order."""
    ends = [since for since, _ in spans[1:]] + [FOREVER]
    line: list[Row] = [
        {"visitor_id": hash63(uid), "since": since, "until": end, "person_id": person, "uid": uid}
        for (since, person), end in zip(spans, ends, strict=True)
    ]
    return {"visitors": line}
