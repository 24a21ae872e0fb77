"""Mails to people who sign in: a new password, an invitation; one after the other, in a thread of their own.

In: work that ends in letters. Out: nothing, so that no answer waits for a mail server, or tells by its time whether
there was a letter at all. What fails is logged, without the link; whoever waits for a mail asks again.
"""

import logging
import smtplib
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final, NamedTuple

from headwater.settings import Settings

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 20.0
_WAITING: Final = 200
"""Letters that may wait; more are dropped, because whoever asked so often has had theirs."""


class Letter(NamedTuple):
    """A mail in plain words."""

    to: str
    subject: str
    text: str


class Postman:
    """Sends letters by the mail server of the settings, where there is one."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked of the mail server before the first letter."""
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, "headwater-postman")
        self._room = threading.BoundedSemaphore(_WAITING)

    @property
    def is_there(self) -> bool:
        """Whether mails can be sent."""
        return bool(self._settings.smtp_host)

    def link(self, path: str) -> str:
        """A link for a mail: by the address in the settings, never by a name that a request says."""
        return self._settings.public_url + path

    def later(self, write: Callable[[], Letter | None]) -> None:
        """Write a letter and send it, later; None is none."""
        if not self._room.acquire(blocking=False):
            log.warning("too many mails are waiting: one was dropped")
            return
        self._thread.submit(self._carry, write)

    def close(self) -> None:
        """Send the one that is on its way; the others are dropped."""
        self._thread.shutdown(cancel_futures=True)

    def _carry(self, write: Callable[[], Letter | None]) -> None:
        try:
            letter = write()
            if letter is not None:
                self._send(letter)
        except (OSError, smtplib.SMTPException) as fault:
            log.warning("a mail could not be sent by %s: %s", self._settings.smtp_host, fault)
        except Exception:
            log.exception("a mail could not be written")
        finally:
            self._room.release()

    def _send(self, letter: Letter) -> None:
        settings = self._settings
        sender = settings.smtp_from or settings.smtp_user
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, letter.to, letter.subject
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2] or None)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text)
        with self._server() as server:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(mail)

    def _server(self) -> smtplib.SMTP:
        where = self._settings.smtp_host, self._settings.smtp_port
        if self._settings.smtp_security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=_PATIENCE_S, context=ssl.create_default_context())
        return smtplib.SMTP(*where, timeout=_PATIENCE_S)
