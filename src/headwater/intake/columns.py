"""Which column of a table is which field of an entity: said by the sender, or told from its name.

In: an entity, the header, the sender's mapping. Out: a target for each column: a field, `item_` and a field of an entry
of the list, `custom_fields.` and a name, or nothing for a column that is left out. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from headwater.errors import Problem
from headwater.intake.entities import ITEMS, Entity

ITEM: Final = "item_"

_ALIASES: Final = {
    target: frozenset(words.split())
    for target, words in {
        "contact_id": "id contact customer customer_id client_id user_id subscriber_id person_id",
        "email": "e_mail mail email_address e_mail_address contact_email customer_email",
        "first_name": "first given_name forename",
        "last_name": "last surname family_name",
        "date_created": "created created_at created_on date date_added added signup_date signed_up opt_in_date"
        " optin_date subscribed_at order_date invoice_date paid_at",
        "last_updated": "updated updated_at modified modified_at last_modified last_changed",
        "tags": "tag labels groups segments",
        "ip_address": "ip optin_ip signup_ip",
        "referring_url": "referrer referer referrer_url",
        "optin_url": "landing_page opt_in_url signup_url",
        "geo_lat": "lat latitude",
        "geo_lon": "lon lng long longitude",
        "id": "invoice_id invoice invoice_number order_id order order_number number transaction_id name",
        "amount": "total total_amount amount_total order_total grand_total",
        "paid": "amount_paid paid_amount total_paid",
        "is_refunded": "refunded",
        "refund_amount": "amount_refunded refunded_amount",
        "date_refunded": "refunded_at refund_date",
        "tax": "taxes tax_amount vat",
        "shipping": "shipping_amount shipping_cost",
        "discount": "discount_amount discounts",
        "item_name": "product product_name item lineitem_name line_item_name",
        "item_product_id": "product_id sku lineitem_sku line_item_sku",
        "item_amount": "price item_price product_price unit_price lineitem_price line_item_price",
        "item_quantity": "quantity qty lineitem_quantity line_item_quantity",
        "item_subscription_id": "subscription_id",
    }.items()
}


def targets(
    entity: Entity, header: Sequence[str], said: Mapping[str, str], *, keep_others: bool, needs_any: bool = True
) -> list[str]:
    """The target of each column; raises `Problem` with everything that is wrong with the mapping.

    `keep_others` puts columns that are no field into the entity's object for names of the sender's own. Where no column
    is a field at all, that is wrong, too, if it `needs_any`.
    """
    faults = [f"parameter 'map': the file has no column {name!r}" for name in said if name not in header]
    known = (*entity.columns, *(ITEM + name for name in entity.items))
    faults += [fault for target in said.values() if (fault := _wrong(entity, known, target))]
    found = [said.get(name, "") for name in header]
    faults += [f"parameter 'map': two columns are to be {target!r}" for target in _doubled(found)]
    if faults:
        raise Problem(*faults)
    for tell in (_exact, _alias):
        for place, name in enumerate(header):
            if not found[place] and name and name not in said:
                target = tell(entity, known, name)
                found[place] = target if target not in found else ""
    if keep_others and entity.others:
        found = [
            target or (f"{entity.others}.{name}" if name and name not in said else "")
            for target, name in zip(found, header, strict=True)
        ]
    if needs_any and not any(found):
        raise Problem(f"no column is a field of {entity.path!r}: say which is with 'map'; there are {', '.join(known)}")
    return found


def fields(entity: Entity) -> list[dict[str, object]]:
    """What a column may be, with what it means; `item_…` are the fields of an entry of the list."""
    own = [(field.name, field.doc, field.required) for field in entity.payload.fields]
    parts = [(part.name, part.doc, part.required) for part in entity.payload.parts if part.name != ITEMS]
    items = [
        (ITEM + field.name, field.doc, False)
        for part in entity.payload.parts
        if part.name == ITEMS
        for field in part.fields
    ]
    return [{"name": name, "doc": doc, "required": required} for name, doc, required in (*own, *parts, *items)]


def plain(name: str) -> str:
    """A name as it is compared: lower case, words joined by underscores; a point stays a point."""
    spelled = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w.]+", "_", spelled).strip("_")


def _exact(entity: Entity, known: Sequence[str], name: str) -> str:
    """The field of this name, however its words are joined; of an entity that says nothing of its fields, any."""
    spelled = plain(name)
    if not known:
        return spelled
    if entity.others and spelled.startswith(f"{entity.others}."):
        return f"{entity.others}.{name.partition('.')[2]}"
    joined = spelled.replace("_", "")
    return next((target for target in known if target.replace("_", "") == joined), "")


def _alias(_entity: Entity, known: Sequence[str], name: str) -> str:
    """The field that often goes by this name elsewhere."""
    spelled = plain(name)
    return next((target for target in known if spelled in _ALIASES.get(target, ())), "")


def _wrong(entity: Entity, known: Sequence[str], target: str) -> str:
    """What is wrong with a target that was said."""
    if not target or not known or target in known or (entity.others and target.startswith(f"{entity.others}.")):
        return ""
    near = get_close_matches(target, known, 1)
    return f"parameter 'map': {target!r} is no field of {entity.path!r}" + (f": is it {near[0]!r}?" if near else "")


def _doubled(found: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [target for target in found if target and (target in seen or seen.add(target))]
