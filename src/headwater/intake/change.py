"""What every imported fact has: the account and the integration that it belongs to.

The changes of this room extend `Sent`; the ledger's writer calls their `wants`, then their `apply`.
"""

import msgspec

from headwater.ledger import rows


class Sent(msgspec.Struct):
    """A fact that an integration of an account sent."""

    account: rows.Account
    integration_id: str

    @property
    def account_id(self) -> str:
        """The account it belongs to."""
        return self.account.account_id
