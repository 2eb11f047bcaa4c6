"""The post: a mail server spoken to by SMTP, and for demonstrations an outbox nobody empties."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from services.ports import PostRefused

_SECONDS = 20.0
_FOR_GOOD = range(500, 600)


class SmtpPost:
    """Sends through `smtp://` (STARTTLS where the server has it) or `smtps://user:password@host`.

    `?tls=required` sends nothing to a server that offers no TLS.
    """

    def __init__(self, url: str, *, sender: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._secure = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._secure else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._tls_required = parse_qs(parts.query).get("tls") == ["required"] or bool(self._user)
        self._sender = sender

    def deliver(
        self, email: str, subject: str, text: str, html: str, *, unsubscribe: str | None = None
    ) -> None:
        """Hand a letter to the server. Raises PostRefused, for good where it will not change."""
        try:
            message = self._message(email, subject, text, html)
            if unsubscribe is not None:  # RFC 8058
                message["List-Unsubscribe"] = f"<{unsubscribe}>"
                message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        except ValueError as error:
            raise PostRefused(str(error), for_good=True) from error
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise PostRefused(f"{code} {said!r}", for_good=code in _FOR_GOOD) from error
        except smtplib.SMTPDataError as error:
            why = f"{error.smtp_code} {error.smtp_error!r}"
            raise PostRefused(why, for_good=error.smtp_code in _FOR_GOOD) from error
        except (OSError, smtplib.SMTPException) as error:
            raise PostRefused(repr(error), for_good=False) from error

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._secure:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=_SECONDS)
        try:
            server.ehlo()
            if not self._secure and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif not self._secure and self._tls_required:
                raise smtplib.SMTPNotSupportedError("the server offers no TLS")
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, email: str, subject: str, text: str, html: str) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = email
        message["Subject"] = subject
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2].strip(" >"))
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        return message


class LocalPost:
    """Takes every letter and leaves it in the outbox, for the demonstration to read."""

    def deliver(
        self, email: str, subject: str, text: str, html: str, *, unsubscribe: str | None = None
    ) -> None:
        """Take the letter."""


class NoPost:
    """Takes nothing: a house that is no demonstration and has no mail server set."""

    def deliver(
        self, email: str, subject: str, text: str, html: str, *, unsubscribe: str | None = None
    ) -> None:
        """Leave the letter waiting until a mail server is set."""
        raise PostRefused("SMTP_URL is not set", for_good=False)
