"""A visitor says who they are: by the script, by an e-mail link, or by a call from a server.

In: the parameters of `/identify`, in both spellings. Out: `Identification`, an edge or two in the identity graph.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from headwater import scalars
from headwater.intake.fields import Faults, Field, read_fields, says_any
from headwater.ledger import nodes, rows
from headwater.ledger.book import Book, Wants

_UID: Final = "The visitor; derived from the rest when it is not given"

FIELDS: Final = (
    Field("uid", scalars.identifier, _UID, also=("seg_uid",)),
    Field("e", scalars.email, "E-mail address; required if there is no contact id", also=("email",)),
    Field("cid", scalars.identifier, "Contact id; required if there is no e-mail", also=("contact_id",)),
)


RECORD_FIELDS: Final = (
    Field("uid", scalars.identifier, _UID, also=("seg_uid",)),
    Field("email", scalars.email, "E-mail address; required if there is no contact id", also=("e",)),
    Field("contact_id", scalars.identifier, "Contact id; required if there is no e-mail", also=("cid",)),
    Field("date", scalars.instant, "When the visitor said so; now, if it is not said"),
)
"""The same as a record of an integration, as exports tell it."""


class Identification(msgspec.Struct):
    """A visitor belongs to these nodes since `at`, or since now."""

    account: rows.Account
    uid: str
    targets: Sequence[str]
    at: int | None

    @property
    def account_id(self) -> str:
        """The account it belongs to."""
        return self.account.account_id

    def wants(self, wants: Wants) -> None:
        """Nothing: identity reads what it needs by itself."""

    def apply(self, book: Book) -> dict[str, Any]:
        """Add the edges."""
        for target in self.targets:
            at = book.now if self.at is None else self.at
            book.add_edge(nodes.visitor(self.uid), target, at, "identify")
        return {"status": "success", "uid": self.uid}


def read_identification(
    account: rows.Account, integrations: Sequence[str], sent: Mapping[str, Any], at: int
) -> Identification:
    """The identification that parameters ask for; raises `Problem` with every fault.

    A contact id comes without its integration, so the visitor is tied to that id in each of the account's.
    """
    faults = Faults()
    values = read_fields(FIELDS, sent, faults)
    if not says_any(sent, "e", "email", "cid", "contact_id"):
        faults.append("missing 'email' or 'contact_id' field")
    faults.settle()
    return _identification(account, integrations, (values.get("uid"), values.get("e"), values.get("cid")), at)


def read_identified(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> Identification:
    """The identification that a record tells of, with a contact of its own integration; raises `Problem`."""
    faults = Faults()
    values = read_fields(RECORD_FIELDS, body, faults)
    if not says_any(body, "email", "e", "contact_id", "cid"):
        faults.append("missing 'email' or 'contact_id' field")
    faults.settle()
    said = (values.get("uid"), values.get("email"), values.get("contact_id"))
    return _identification(account, [integration_id], said, values.get("date"))


def _identification(
    account: rows.Account, integrations: Sequence[str], said: tuple[str | None, str | None, str | None], at: int | None
) -> Identification:
    """What was said of uid, e-mail and contact id."""
    uid, email, contact_id = said
    targets = [nodes.email(nodes.email_key(account, email))] if email else []
    if contact_id:
        targets += [nodes.contact(account, integration, contact_id) for integration in integrations]
    return Identification(account, uid or f"id-{targets[0]}", targets, at)
