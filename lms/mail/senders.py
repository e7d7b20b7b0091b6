# SPDX-License-Identifier: Apache-2.0
"""Ways for a mail to leave: a folder and the console (development), or SMTP."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import smtplib
import ssl
import sys
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from lms.config import Settings
from lms.mail.message import Written

SMTP_SECONDS = 15
SEAL_LENGTH = 20
_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
log = logging.getLogger("lms.mail")


@dataclass(frozen=True, slots=True)
class Refusal:
    """That a server will never take mail for an address: its codes, and the finer one of RFC 3463 if it gave one."""

    codes: tuple[int, ...]
    status: str = ""

    def __str__(self) -> str:
        return f"refused with {list(self.codes)} {self.status}".strip()


def compose(mail_id: int, written: Written, settings: Settings) -> EmailMessage:
    """The mail as the wire carries it: plain text, UTF-8. A mail sent twice carries the same Message-ID."""
    mail = EmailMessage()
    mail["From"] = Address(settings.site_name, addr_spec=settings.mail_from)
    mail["To"] = written.recipient
    if [address.addr_spec for address in mail["To"].addresses if address.domain] != [written.recipient]:
        raise ValueError("a mail goes to exactly one address")
    mail["Subject"] = written.subject
    mail["Date"] = format_datetime(written.written_at)
    mail["Message-ID"] = f"<{mail_id}.{seal(mail_id, written, settings)}@{settings.mail_from.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(written.body)
    return mail


def seal(mail_id: int, written: Written, settings: Settings) -> str:
    """What nobody can invent: a report that quotes it speaks of a mail that we sent."""
    named = f"mail:{mail_id}:{int(written.written_at.timestamp())}:{written.recipient}".encode()
    return hmac.new(settings.secret_key.encode(), named, hashlib.sha256).hexdigest()[:SEAL_LENGTH]


def send(mail: EmailMessage, settings: Settings, *, name: str) -> Refusal | None:
    """Send by the way the settings say; None, or how the server said that it never takes mail for this address.

    Errors: OSError and smtplib.SMTPException when it may be tried again.
    """
    if settings.smtp_url:
        return _by_smtp(mail, settings.smtp_url)
    _into_folder(mail, settings.data_dir / "mail", name)
    return None


def _into_folder(mail: EmailMessage, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.eml"
    path.write_bytes(mail.as_bytes())
    log.info("mail written: %s", path.name)
    # A development site has no mail server: who tries it out reads the mail here.
    sys.stderr.write(f"--- {path.name}: {mail['Subject']}\n{mail.get_content()}---\n")


def _by_smtp(mail: EmailMessage, url: str) -> Refusal | None:
    parts = urlsplit(url)
    checked = ssl.create_default_context()
    with _connected(parts, checked) as server:
        _introduce(server, parts, checked)
        try:
            server.send_message(mail, to_addrs=[mail["To"].addresses[0].addr_spec])
        except smtplib.SMTPRecipientsRefused as error:
            codes = tuple(code for code, _words in error.recipients.values())
            if not all(500 <= code < 600 for code in codes):
                raise
            said = " ".join(words.decode("ascii", "replace") for _code, words in error.recipients.values())
            status = _STATUS.search(said)
            return Refusal(codes, status[0] if status else "")
    return None


def _connected(parts: SplitResult, checked: ssl.SSLContext) -> smtplib.SMTP:
    host, port = parts.hostname or "localhost", parts.port or 0
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SMTP_SECONDS, context=checked)
    return smtplib.SMTP(host, port, timeout=SMTP_SECONDS)


def _introduce(server: smtplib.SMTP, parts: SplitResult, checked: ssl.SSLContext) -> None:
    """Encrypted where the server can; a password goes only over a connection whose certificate was checked."""
    server.ehlo()
    if parts.scheme == "smtp" and (parts.username or server.has_extn("starttls")):
        server.starttls(context=checked if parts.username else None)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
