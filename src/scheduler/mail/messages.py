"""The RFC 5322 message around a letter, the same bytes every time.

Built from plain ``Message`` objects: the newer ``EmailMessage`` re-folds headers in ways
that differ between Python versions and has lost the quoting of hostile names before.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import datetime
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime
from textwrap import wrap

from scheduler.calendars.texts import one_line, safe_address
from scheduler.model.letters import Sender

ATTACHMENT_NAME = "invite.ics"
_LONG_WORD = 66
_POLICY = compat32.clone(linesep="\r\n", mangle_from_=False)


def text_part(kind: str, text: str) -> Message:
    """A ``text/*`` part in UTF-8."""
    return _part(f"text/{kind}; charset=utf-8", text.replace("\n", "\r\n").encode())


def calendar_parts(calendar: bytes, method: str) -> tuple[Message, Message]:
    """The part that calendars act on, and the file for those who open it by hand.

    Without the inline part no program offers Accept (RFC 6047 2.4); the file is for
    programs that show nothing inline. ``application/ics``, because mail services rewrite
    the character set of attached ``text`` parts.
    """
    inline = _part(f"text/calendar; charset=utf-8; method={method}", calendar)
    attached = _part(f'application/ics; name="{ATTACHMENT_NAME}"', calendar)
    attached["Content-Disposition"] = f'attachment; filename="{ATTACHMENT_NAME}"'
    return inline, attached


def multipart(subtype: str, parts: Iterable[Message], message_id: str) -> Message:
    """Parts in one; the boundary comes from the message's id, so that it never varies."""
    boundary = hashlib.sha256(f"{subtype} {message_id}".encode()).hexdigest()[:32]
    whole = Message(policy=_POLICY)
    # "=_" cannot occur in base64 or quoted-printable text (RFC 2045 6.7, 6.8).
    whole["Content-Type"] = f'multipart/{subtype}; boundary="=_{boundary}"'
    for part in parts:
        whole.attach(part)
    return whole


def message_id(sender: Sender, *marks: str | int) -> str:
    """A Message-ID (RFC 5322 3.6.4) that the same marks always give, and others never."""
    told = "\0".join(map(str, marks))
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:40]
    return f"<{digest}@{safe_address(sender.email).rpartition('@')[2]}>"


def addressed(
    body: Message,
    sender: Sender,
    recipient: tuple[str, str],
    headers: dict[str, str],
    written: datetime | None,
) -> bytes:
    """The whole message: ``recipient`` is (name, address), ``headers`` what else to say.

    Without ``written`` the Date is left to the mail server (RFC 6409 8.1).
    """
    whole: Message[str, str | Header] = Message(policy=_POLICY)
    whole["From"] = _mailbox("From", sender.name, sender.email)
    whole["To"] = _mailbox("To", *recipient)
    if written:
        whole["Date"] = format_datetime(written)
    for name, value in headers.items():
        # An address is no text: as an encoded word no program would follow it.
        whole[name] = value if value.startswith("<http") else _unstructured(name, value)
    whole["MIME-Version"] = "1.0"
    for name, value in body.items():
        whole[name] = value
    whole.set_payload(body.get_payload())
    return whole.as_bytes(policy=_POLICY)


def _part(content_type: str, content: bytes) -> Message:
    part = Message(policy=_POLICY)
    part["Content-Type"] = content_type
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload("\n".join(wrap(base64.b64encode(content).decode("ascii"), 76)) + "\n")
    return part


def _mailbox(field: str, name: str, email: str) -> Header:
    """A name-addr (RFC 5322 3.4); any name but the simplest in encoded words (RFC 2047).

    So a name can never be syntax, whatever quotes and commas it holds.
    """
    mailbox = Header(header_name=field)
    shown = one_line(name)
    if shown:
        mailbox.append(shown, _charset(shown) if shown.replace(" ", "").isalnum() else "utf-8")
    mailbox.append(f"<{safe_address(email)}>", "us-ascii")
    return mailbox


def _unstructured(name: str, value: str) -> Header:
    shown = one_line(value)
    return Header(shown, _charset(shown), header_name=name)


def _charset(shown: str) -> str:
    """Plain where that is safe; no word too long to fold, none that looks encoded."""
    words = shown.split()
    plain = shown.isascii() and "=?" not in shown and max(map(len, words), default=0) < _LONG_WORD
    return "us-ascii" if plain else "utf-8"
