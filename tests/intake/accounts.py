"""An account for tests of payloads, which need its secret and nothing of a ledger."""

from headwater.ledger import rows

NOW = 1_700_000_000_000_000  # 2023-11-14 22:13:20 UTC
ACCOUNT = rows.Account(
    account_id="acme",
    name="Acme",
    timezone="UTC",
    currency="USD",
    secret="5e" * 32,
    settings="{}",
    created_at=NOW,
)
