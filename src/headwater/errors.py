"""Problems that a caller can do something about, as one kind of exception.

In: what is wrong, in words that name the field and the mend. Out: `Problem`, which the HTTP layer, the CLI and bulk
imports each spell in their own way. Knows nothing of HTTP libraries: `status` is the number the contract fixes.
"""

from collections.abc import Sequence


class Problem(Exception):
    """A request that cannot be done as asked; `errors` lists every fault found, each naming its field."""

    status = 400
    retry_after: int | None = None
    """Seconds after which it is worth trying again."""
    is_told = True
    """Whether a client may read it: what only whoever runs the house can mend, and names its files, is not told."""
    needs: str = ""
    """What the same request lacks to be done, such as `code`, for a client that asks its user for it."""

    def __init__(self, *errors: str, status: int | None = None) -> None:
        """Keep all faults at once, so that a client mends them in one go."""
        super().__init__("; ".join(errors))
        self.errors: Sequence[str] = errors
        if status is not None:
            self.status = status


class Unauthorized(Problem):
    """No key, an unknown key, or a key of another account: one answer for all three, so that none can be told apart."""

    status = 401


class Incomplete(Unauthorized):
    """What was sent is right, and not enough: a code, or a password, is asked for beside it."""

    def __init__(self, needs: str, error: str) -> None:
        """Say what is needed."""
        super().__init__(error)
        self.needs = needs


class Forbidden(Problem):
    """A known key without the scope that the call needs."""

    status = 403


class NotFound(Problem):
    """The named contact, report or invoice is not in this account."""

    status = 404


class Conflict(Problem):
    """An idempotency key that was used before with another body."""

    status = 409


class TooLarge(Problem):
    """A body above the limit."""

    status = 413


class Unsupported(Problem):
    """A body packed in a way that is not read."""

    status = 415


class Limited(Problem):
    """More requests in a minute than are allowed; nothing was done."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        """Say how many seconds to wait."""
        super().__init__(f"too many requests: wait {retry_after} s, or ask whoever runs the server for a higher limit")
        self.retry_after = retry_after


class Overloaded(Problem):
    """A queue is full, and nothing was written; try again after `retry_after` seconds."""

    status = 503
    retry_after = 1
