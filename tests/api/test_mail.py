"""Mails of a real mail server: a lost password, an invitation; nobody is told whether an address is known."""

import re
import socket
import time
from collections.abc import Generator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.api.browser import PASSWORD, Browser, owner_of
from tests.api.shop import Place, opened, refused

OWNER = "owner@house.example"
URL = "https://headwater.example"


class Box:
    """Keeps what comes."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name there
        """As the library calls it."""
        content = envelope.original_content
        assert content
        self.mails.append(BytesParser(_class=EmailMessage, policy=default).parsebytes(content))
        return "250 kept"

    def wait(self, count: int) -> list[EmailMessage]:
        """The mails, once there are so many."""
        until = time.monotonic() + 10
        while len(self.mails) < count and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.mails) == count
        return self.mails


@pytest.fixture
def box() -> Generator[tuple[Box, int]]:
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


@pytest.fixture
def place(tmp_path: Path, box: tuple[Box, int]) -> Generator[Place]:
    with opened(
        tmp_path,
        public_url=f"{URL}/",
        smtp_host="127.0.0.1",
        smtp_port=str(box[1]),
        smtp_security="none",
        smtp_from="hw@house.example",
    ) as place:
        yield place


def token_of(mail: EmailMessage) -> str:
    found = re.search(rf"^{URL}/app/password\?token=(\S+)\s*$", mail.get_content(), re.MULTILINE)
    assert found, mail.get_content()
    return found[1]


def test_who_lost_a_password_sets_another_by_the_link(place: Place, box: tuple[Box, int]) -> None:
    owner_of(place)
    stranger = Browser(place, base="http://evil.example")  # whose name must not come into the link
    asked = stranger.send("POST", "/api/app/password/link", {"email": " Owner@House.example"})
    assert (asked.status_code, asked.json()) == (200, {"status": "success"})
    (mail,) = box[0].wait(1)
    assert (mail["To"], mail["From"]) == (OWNER, "hw@house.example")
    assert stranger.me()["sends_mail"] is True
    stranger.post("/api/app/password", {"token": token_of(mail), "password": "another long sentence"})
    assert Browser(place).sign_in(OWNER, "another long sentence").status_code == 200
    assert Browser(place).sign_in(OWNER, PASSWORD).status_code == 401


def test_nobody_is_told_whether_an_address_is_known(place: Place, box: tuple[Box, int]) -> None:
    owner_of(place)
    answers = [
        Browser(place).send("POST", "/api/app/password/link", {"email": email})
        for email in ("nobody@house.example", OWNER)
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert [mail["To"] for mail in box[0].wait(1)] == [OWNER]  # one after the other: the first would have come


def test_so_many_an_address_and_no_more(place: Place, box: tuple[Box, int]) -> None:
    owner_of(place)
    asked = [Browser(place).send("POST", "/api/app/password/link", {"email": OWNER}) for _ in range(11)]
    assert [answer.status_code for answer in asked] == [200] * 10 + [429]
    box[0].wait(10)


def test_who_is_invited_gets_the_link(place: Place, box: tuple[Box, int]) -> None:
    owner = owner_of(place)
    path = f"/api/app/{place.shop.account}/members"
    invited = owner.post(path, {"email": "vic@house.example", "role": "viewer"})
    assert invited["is_mailed"] is True
    (mail,) = box[0].wait(1)
    assert (mail["To"], mail["Subject"], token_of(mail)) == (
        "vic@house.example",
        "You are invited to Shop 0",
        invited["token"],
    )


def test_a_mail_server_that_is_away_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with opened(tmp_path, public_url=URL, smtp_host="127.0.0.1", smtp_port="1", smtp_from="hw@house.example") as place:
        path = f"/api/app/{place.shop.account}/members"
        invited = owner_of(place).post(path, {"email": "vic@house.example", "role": "viewer"})
        assert invited["token"]
        until = time.monotonic() + 10
        while "a mail could not be sent by 127.0.0.1" not in caplog.text and time.monotonic() < until:
            time.sleep(0.01)
    assert "a mail could not be sent by 127.0.0.1" in caplog.text
    assert invited["token"] not in caplog.text


def test_without_a_mail_server_it_says_who_can_help(tmp_path: Path) -> None:
    with opened(tmp_path / "silent") as place:
        owner_of(place)
        assert Browser(place).me()["sends_mail"] is False
        answer = Browser(place).send("POST", "/api/app/password/link", {"email": OWNER})
        assert "headwater user reset" in refused(answer, 409)[0]
