"""Where a command finds its answers: in a running server if there is one, else in stores that it opens itself.

The user does not have to know which: both are asked through `Answers`.
"""

import http.client
import shutil
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, Any, Final, Protocol, TypeAlias

import msgspec

from headwater.api import exports, management, reports, scrubbing
from headwater.api.answers import OUR_FAULT
from headwater.api.house import House
from headwater.app import Busy, open_house
from headwater.cli.arguments import see_directory
from headwater.cli.serving import SERVER_FILE
from headwater.errors import Problem
from headwater.intake.exports import BY_PATH
from headwater.settings import Settings

Taken: TypeAlias = tuple[str, str, str, str]
"""What is taken away: account, integration, the path of the entity, the format."""


class Answers(Protocol):
    """What commands can ask of a house, near or far."""

    def query(self, account_id: str, question: dict[str, Any]) -> dict[str, Any]:
        """The body of a v2 query."""
        ...

    def query_csv(self, account_id: str, question: dict[str, Any]) -> str:
        """The rows of a v2 query as CSV."""
        ...

    def verify(self, account_id: str) -> dict[str, Any]:
        """What differs between the account's stores."""
        ...

    def rebuild(self, account_id: str) -> dict[str, Any]:
        """Make the account's warehouse anew."""
        ...

    def scrub(self) -> dict[str, Any]:
        """Leave no trace of what was deleted."""
        ...

    def export(self, what: Taken, into: IO[bytes]) -> None:
        """All records of an entity of the warehouse, into a file."""
        ...

    def doctor(self) -> dict[str, Any]:
        """How the house is."""
        ...


class Near:
    """A house opened in this process."""

    def __init__(self, house: House) -> None:
        """Ask `house`."""
        self._house = house

    def query(self, account_id: str, question: dict[str, Any]) -> dict[str, Any]:
        """The body of a v2 query."""
        return reports.answer_query(self._house, account_id, question)

    def query_csv(self, account_id: str, question: dict[str, Any]) -> str:
        """The rows of a v2 query as CSV."""
        return reports.answer_csv(self._house, account_id, question)

    def verify(self, account_id: str) -> dict[str, Any]:
        """What differs between the account's stores."""
        return management.verify_account(self._house, account_id)

    def rebuild(self, account_id: str) -> dict[str, Any]:
        """Make the account's warehouse anew."""
        return management.rebuild_account(self._house, account_id)

    def scrub(self) -> dict[str, Any]:
        """Leave no trace of what was deleted."""
        return scrubbing.scrub_house(self._house)

    def export(self, what: Taken, into: IO[bytes]) -> None:
        """All records of an entity of the warehouse, into a file."""
        account_id, integration_id, path, form = what
        exports.write_export(self._house, (account_id, integration_id), (BY_PATH[path], form), into)

    def doctor(self) -> dict[str, Any]:
        """How the house is."""
        return management.examine(self._house)


class Far:
    """A server that runs on the same data directory."""

    def __init__(self, url: str, operator: str) -> None:
        """Ask the server at `url` with its operator's token."""
        self._url = url
        self._operator = operator

    def query(self, account_id: str, question: dict[str, Any]) -> dict[str, Any]:
        """The body of a v2 query."""
        return msgspec.json.decode(self._ask("POST", f"/v2/{account_id}/data/query", question))

    def query_csv(self, account_id: str, question: dict[str, Any]) -> str:
        """The rows of a v2 query as CSV."""
        return self._ask("POST", f"/v2/{account_id}/data/query", question).decode()

    def verify(self, account_id: str) -> dict[str, Any]:
        """What differs between the account's stores."""
        return msgspec.json.decode(self._ask("POST", f"/api/app/{account_id}/verify"))

    def rebuild(self, account_id: str) -> dict[str, Any]:
        """Make the account's warehouse anew."""
        return msgspec.json.decode(self._ask("POST", f"/api/app/{account_id}/rebuild"))

    def scrub(self) -> dict[str, Any]:
        """Leave no trace of what was deleted."""
        return msgspec.json.decode(self._ask("POST", "/api/app/scrub"))

    def export(self, what: Taken, into: IO[bytes]) -> None:
        """All records of an entity of the warehouse, into a file."""
        account_id, integration_id, path, form = what
        with self._answer("GET", f"/api/v1/{account_id}/{integration_id}/export/{path}?format={form}") as answer:
            shutil.copyfileobj(answer, into)

    def doctor(self) -> dict[str, Any]:
        """How the house is."""
        return msgspec.json.decode(self._ask("GET", "/api/app/doctor"))

    def _ask(self, method: str, path: str, body: object = None) -> bytes:
        with self._answer(method, path, body) as answer:
            return answer.read()

    @contextmanager
    def _answer(self, method: str, path: str, body: object = None) -> Generator[http.client.HTTPResponse]:
        headers = {"Authorization": self._operator, "Content-Type": "application/json"}
        data = msgspec.json.encode(body) if body is not None else None
        request = urllib.request.Request(self._url + path, data, headers, method=method)  # noqa: S310 - our own server
        try:
            with _DIRECT.open(request) as response:
                yield response
        except urllib.error.HTTPError as error:
            raise _refusal(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise Problem(f"the server at {self._url} does not answer: {error}") from None


_DIRECT: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Past any proxy: the server runs on this machine, and the operator's token is nobody else's to see."""


def _refusal(error: urllib.error.HTTPError) -> Problem:
    """What the server said, with the request's id where it said no more than that."""
    with error:
        told = msgspec.json.decode(error.read())
    errors: list[str] = told["errors"]
    if error.code == OUR_FAULT:
        errors = [f"{errors[0]} {told['request_id']}"]
    return Problem(*errors, status=error.code)


@contextmanager
def answers(settings: Settings) -> Generator[Answers]:
    """The running server of a data directory, or its stores opened here until the block ends."""
    see_directory(settings)
    try:
        with open_house(settings) as house:
            yield Near(house)
    except Busy as busy:
        try:
            said = msgspec.json.decode((settings.data / SERVER_FILE).read_bytes())
        except FileNotFoundError:
            raise busy from None
        yield Far(said["url"], said["operator"])
