"""What mails to people say: how to set a new password, and that somebody was invited.

In: an address, a link. Out: letters. The link is the only secret in them, and works once.
"""

from headwater.api.mail import Letter

LINK = "/app/password?token="


def lost(email: str, link: str) -> Letter:
    """For who has asked for a new password."""
    return Letter(
        email,
        "A new password for Headwater",
        "Somebody, probably you, asked for a new password.\n\n"
        f"Set it here, once, within an hour:\n{link}\n\n"
        "If it was not you, do nothing: your password stays as it is.\n",
    )


def invited(email: str, account: str, link: str) -> Letter:
    """For who was invited to an account, and has no password yet."""
    return Letter(
        email,
        f"You are invited to {' '.join(account.split())}",
        f"You are invited to see the reports of {account} in Headwater.\n\n"
        f"Set a password here, once, within seven days:\n{link}\n\n"
        "If you do not know what this is about, do nothing.\n",
    )
