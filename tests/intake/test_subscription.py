"""Subscriptions: what a body must hold, and since when changed terms hold."""

from typing import Any

import msgspec
import pytest

from headwater.errors import Problem
from headwater.intake.subscription import read_subscription, since
from headwater.ledger import rows
from headwater.scalars import instant
from tests.intake.accounts import ACCOUNT

BODY = {
    "id": 234115,
    "email": "mwiegand@gmail.com",
    "amount": 4500,
    "product_id": 108,
    "start_date": "2026-01-03",
    "last_bill_date": "2026-01-03",
    "billing_cycle": "month",
    "frequency": 1,
}


def of(**changed: str | int | None) -> rows.Subscription:
    plain: dict[str, Any] = {"amount": 4500, "start_date": "2026-01-03", "last_bill_date": "2026-03-03", **changed}
    told = {name: instant(value) if name.endswith("_date") and value else value for name, value in plain.items()}
    blank = rows.Subscription(
        account_id="a",
        id=1,
        integration_id="i",
        subscription_id="s",
        person_id=1,
        node="e:1",
        product_id="p",
        amount=0,
        quantity=1,
        billing_cycle="month",
        frequency=1,
        start_date=0,
        last_bill_date=0,
        change=1,
    )
    return msgspec.structs.replace(blank, **told)


NOW = "2026-03-20"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(None, of(), "2026-01-03", id="the first terms hold from the start"),
        pytest.param(None, of(canceled_date="2026-02-01"), "2026-01-03", id="even if it is over already"),
        pytest.param(of(), of(amount=9000), NOW, id="a new price without a bill holds from now"),
        pytest.param(of(), of(amount=9000, last_bill_date="2026-03-10"), "2026-03-10", id="or from its bill on"),
        pytest.param(of(), of(amount=9000, last_bill_date="2026-04-10"), NOW, id="but not from a bill to come"),
        pytest.param(of(), of(quantity=2, last_bill_date="2026-03-10"), "2026-03-10", id="so does a quantity"),
        pytest.param(of(), of(last_bill_date="2026-03-10"), NOW, id="a renewal changes nothing that counts"),
        pytest.param(of(), of(canceled_date="2026-03-12"), "2026-03-12", id="a late cancellation"),
        pytest.param(of(), of(canceled_date="2026-05-01"), NOW, id="a cancellation ahead of time"),
        pytest.param(of(), of(end_date="2026-03-01"), "2026-03-01", id="an end that is past"),
        pytest.param(of(canceled_date="2026-03-12"), of(), NOW, id="it runs again"),
        pytest.param(
            of(canceled_date="2026-03-12"),
            of(canceled_date="2026-03-12", amount=1, last_bill_date="2026-03-13"),
            "2026-03-13",
            id="an old cancellation says nothing of a new price",
        ),
    ],
)
def test_since_when_terms_hold(before: rows.Subscription | None, after: rows.Subscription, expected: str) -> None:
    assert since(before, after, instant(NOW)) == instant(expected)


def test_every_fault_of_a_body_is_told() -> None:
    with pytest.raises(Problem) as raised:
        read_subscription(ACCOUNT, "first", {"billing_cycle": "fortnight", "frequency": 0, "quantity": -1})
    assert raised.value.errors == (
        "missing 'id' field",
        "missing 'amount' field",
        "missing 'product_id' field",
        "missing 'start_date' field",
        "missing 'last_bill_date' field",
        "field 'billing_cycle' must be 'year' or 'month' or 'week' or 'day'",
        "field 'frequency' must be 1 or more",
        "field 'quantity' must be 1 or more",
        "missing 'contact_id' or 'email' field",
    )


def test_values_as_low_code_tools_send_them() -> None:
    sent = {name: str(value) for name, value in BODY.items()} | {"billing_cycle": "Month", "canceled_date": ""}
    values = read_subscription(ACCOUNT, "first", sent).values
    assert (values["id"], values["amount"], values["product_id"]) == ("234115", 4500, "108")
    assert (values["billing_cycle"], values["frequency"], "canceled_date" in values) == ("month", 1, False)
