"""Which column is which field: by name, by the names that others use, by word of the sender."""

import pytest

from headwater.errors import Problem
from headwater.intake.columns import targets
from headwater.intake.entities import ENTITIES, Entity

BY_PATH = {entity.path: entity for entity in ENTITIES}
CONTACT, INVOICE = BY_PATH["contact"], BY_PATH["invoice"]


def told(entity: Entity, header: str, *, keep_others: bool = False, **said: str) -> list[str]:
    return targets(entity, header.split("|"), said, keep_others=keep_others)


def test_names_are_compared_without_case_and_signs() -> None:
    assert told(CONTACT, "Contact ID|E-Mail|FirstName|last name|UTM Source") == [
        "contact_id",
        "email",
        "first_name",
        "last_name",
        "utm_source",
    ]


def test_names_that_others_use_are_known_and_the_real_one_counts_first() -> None:
    assert told(CONTACT, "Id|Email Address|Signup Date|Favourite") == ["contact_id", "email", "date_created", ""]
    assert told(CONTACT, "Mail|Email") == ["", "email"]
    assert told(INVOICE, "Order ID|Email|Total|Amount Paid|Created at|Lineitem name|SKU|Price|Qty") == [
        "id",
        "email",
        "amount",
        "paid",
        "date_created",
        "item_name",
        "item_product_id",
        "item_amount",
        "item_quantity",
    ]


def test_the_sender_has_the_last_word() -> None:
    assert told(CONTACT, "Email|Alt", Email="", Alt="email") == ["", "email"]
    assert told(CONTACT, "email|Shoe", Shoe="custom_fields.shoe size") == ["email", "custom_fields.shoe size"]


def test_unknown_columns_become_custom_fields_if_asked_for() -> None:
    assert told(CONTACT, "email|Shoe size|custom_fields.Hat|", keep_others=True) == [
        "email",
        "custom_fields.Shoe size",
        "custom_fields.Hat",
        "",
    ]
    assert told(INVOICE, "id|Shoe size", keep_others=True) == ["id", ""]


def test_every_entity_takes_its_fields() -> None:
    assert told(BY_PATH["ad/performance"], "Ad|Spend|Day|Ad set") == ["ad", "spend", "", "adset"]
    assert told(BY_PATH["tags/add"], "E-mail|Tags") == ["email", "tags"]


def test_everything_that_is_wrong_with_a_mapping_is_told() -> None:
    with pytest.raises(Problem) as problem:
        told(CONTACT, "a|b|c", a="emial", b="email", c="email", d="tags")
    assert problem.value.errors == (
        "parameter 'map': the file has no column 'd'",
        "parameter 'map': 'emial' is no field of 'contact': is it 'email'?",
        "parameter 'map': two columns are to be 'email'",
    )
    with pytest.raises(Problem, match="no column is a field of 'contact'"):
        told(CONTACT, "x|y")
