"""From a planned record to the payload that a client would send: contact, tags, identify, invoice, subscription, ads.

In: the stage and a record. Out: a dict in the shape of the import API. Pure. It refuses to know when it is sent.
"""

from typing import Any, TypeAlias

from headwater.demo import rows, world
from headwater.demo.draw import mix
from headwater.demo.nurture import UPDATED
from headwater.demo.people import Person, person, uid
from headwater.demo.prices import REFUNDED, bill, unpack
from headwater.demo.purchases import CANCELED, TAGS, TRIAL
from headwater.demo.records import Record
from headwater.demo.seasons import SECOND, day_text, months_later, time_text
from headwater.demo.stage import Stage

Payload: TypeAlias = dict[str, Any]

_FIRST_GUIDE_TAG = 90_101
_TRIAL_SECONDS = world.TRIAL_DAYS * 86_400
_IMPRESSIONS_PER_CLICK = 61


def contact(stage: Stage, record: Record) -> Payload:
    """A contact at its opt-in; or, told again later, only what has changed."""
    who = person(stage, record.who)
    second = record.at // SECOND
    if record.b == UPDATED:
        favourite = world.PRODUCTS[record.c].name
        return {
            "contact_id": who.contact_id,
            "last_updated": time_text(second),
            "custom_fields": {"Favourite course": favourite, "Lead magnet": None},
        }
    created = time_text(second - record.d)
    guide = world.GUIDES[record.c]
    return {
        "contact_id": who.contact_id,
        "email": who.email,
        "first_name": who.first_name,
        "last_name": who.last_name,
        "date_created": created,
        "last_updated": time_text(second),
        "tags": [{"id": _FIRST_GUIDE_TAG + record.c, "name": guide, "date": created}],
        "custom_fields": {"level": who.level, "Goal": who.goal, "Lead magnet": guide},
        "geo_lat": who.place.latitude,
        "geo_lon": who.place.longitude,
        **(_source(stage, record.a - 1) if record.a else {}),
    }


def tags(stage: Stage, record: Record) -> Payload:
    """A tag to add, given by name, as an object, or by a name alone in a list of one: clients do all of these."""
    who = person(stage, record.who)
    number, name = TAGS[record.a]
    if record.who % 3 == 0:
        return {"email": who.email, "tags": [name]}
    date = time_text(record.at // SECOND)
    return {"contact_id": who.contact_id, "tags": [{"id": number, "name": name, "date": date}]}


def identify(stage: Stage, record: Record) -> Payload:
    """What the browser's script tells: the visitor and the address, sometimes the contact's id as well."""
    who = person(stage, record.who)
    told: Payload = {"uid": uid(stage, record.who, record.nth), "e": who.email}
    if who.shouts:
        told["e"] = who.email.upper() + " "
    if record.a == 0:
        told["cid"] = who.contact_id
    return told


def invoice(stage: Stage, record: Record) -> Payload:
    """An order in one of its states; the same id again replaces it."""
    who = person(stage, record.who)
    terms, state = unpack(record.a, record.b, record.c)
    due = bill(terms, state)
    second = record.at // SECOND
    sold = world.PRODUCTS[terms.product]
    paid_first = min(due.paid, due.product)
    items: list[Payload] = [_item(sold, due.product, paid_first)]
    if terms.renews:
        items[0]["subscription_id"] = _subscription_id(record.who, terms.renews)
    if due.workbook:
        items.append(_item(world.PRODUCTS[world.WORKBOOK], due.workbook, due.paid - paid_first))
    told: Payload = {
        "id": f"F-{record.who + 1}-{record.nth + 1}",
        **_whose(who),
        "amount": due.amount,
        "paid": due.paid,
        "date_created": time_text(second - record.d),
        "tax": due.amount * who.place.tax // (100 + who.place.tax),
        "items": items,
    }
    if due.discount:
        told["discount"] = due.discount
    if due.refunded:
        told |= {
            "is_refunded": int(state == REFUNDED),
            "refund_amount": due.refunded,
            "date_refunded": time_text(second),
        }
    return told


def subscription(stage: Stage, record: Record) -> Payload:
    """A membership as it stands now."""
    plan = world.PRODUCTS[record.a]
    start = record.at // SECOND - record.d
    trial = bool(record.b & TRIAL)
    billed = months_later(start + (_TRIAL_SECONDS if trial else 0), record.c)
    told: Payload = {
        "id": _subscription_id(record.who, record.nth),
        **_whose(person(stage, record.who)),
        "amount": plan.price,
        "product_id": plan.number,
        "name": plan.name,
        "start_date": time_text(start),
        "last_bill_date": time_text(start if billed > record.at // SECOND else billed),
        "billing_cycle": plan.cycle,
        "frequency": 1,
    }
    if trial:
        told["trial_end_date"] = time_text(start + _TRIAL_SECONDS)
    if record.b & CANCELED:
        told["canceled_date"] = time_text(record.at // SECOND - 3)
    return told


def ad_performance(stage: Stage, record: Record) -> Payload:
    """A day of an ad: `who` is the day, `a` the ad, `d` the clicks; `b` marks a first figure, which is too low."""
    ad = world.ADS[record.a]
    spent = spend(stage, record.who, record.a, record.d)
    return {
        "ad": {"id": ad.ad_id, "name": ad.name},
        "adset": {"id": ad.adset_id, "name": ad.adset, "adcampaign": ad.campaign_id},
        "adcampaign": {"id": ad.campaign_id, "name": ad.campaign},
        "spend": spent * 9 // 10 if record.b else spent,
        "clicks": record.d,
        "impressions": record.d * _IMPRESSIONS_PER_CLICK,
        "date": day_text(record.who),
    }


def spend(stage: Stage, day: int, ad: int, clicks: int) -> int:
    """What the clicks of a day cost: the ad's price, ten per cent up or down from day to day."""
    per_cent = 90 + mix(stage.key ^ (day * len(world.ADS) + ad)) % 21
    return clicks * world.ADS[ad].cpc * per_cent // 100


def product(_stage: Stage, record: Record) -> Payload:
    """A product of the catalogue: `who` is its place."""
    sold = world.PRODUCTS[record.who]
    return {"id": sold.number, "name": sold.name}


def _source(stage: Stage, place: int) -> Payload:
    """What a contact says of where it came from; only the fields that say something."""
    way = stage.ways[place]
    said = {
        "utm_source": way.source,
        "utm_medium": way.medium,
        "utm_campaign": way.campaign,
        "utm_content": way.content,
        "utm_term": way.term,
        "referring_url": way.referrer,
        "affiliate_id": way.source if way.channel == "affiliate" else "",
        "optin_url": stage.addresses[way.pages[0]],
    }
    return {name: text for name, text in said.items() if text}


def _whose(who: Person) -> Payload:
    """How an order or subscription names its person."""
    return {"email": who.email} if who.by_email else {"contact_id": who.contact_id}


def _item(sold: rows.Product, amount: int, paid: int) -> Payload:
    """A line of an invoice."""
    return {"name": sold.name, "product_id": sold.number, "amount": amount, "total_paid": paid}


def _subscription_id(who: int, number: int) -> str:
    """The id of a person's membership."""
    return f"S-{who + 1}-{number}"
