"""Letters set once: the bytes that are stored, sent, sent again and exported."""

from __future__ import annotations

from datetime import UTC, datetime

from scheduler.calendars.texts import one_line, safe_address
from scheduler.mail.invites import calendar_part
from scheduler.mail.messages import addressed, calendar_parts, message_id, multipart, text_part
from scheduler.mail.moments import moments
from scheduler.mail.pages import Page, invite_page, plain_page
from scheduler.mail.typeset import html, text
from scheduler.mail.words import words_for
from scheduler.model.letters import Invite, LetterKind, PlainLetter, RenderedLetter, Sender
from scheduler.model.sessions import Title


def render_invite(invite: Invite, sender: Sender) -> RenderedLetter:
    """A letter with its calendar part; the same invite gives the same bytes.

    multipart/mixed { multipart/alternative { plain, html, calendar }, the same calendar as
    a file } is the one shape in which all the large mail programs show an invitation.
    """
    page = invite_page(invite, sender)
    plain, rich = text(page), html(page)
    calendar = calendar_part(invite, sender)
    mark = message_id(sender, "invite", invite.uid, invite.sequence)
    inline, attached = calendar_parts(calendar, invite.method.value)
    parts = (text_part("plain", plain), text_part("html", rich), inline)
    body = multipart("mixed", (multipart("alternative", parts, mark), attached), mark)
    subject = invite_subject(invite)
    return RenderedLetter(
        message_id=mark,
        kind=invite.kind,
        to_email=safe_address(invite.email),
        to_name=one_line(invite.name),
        subject=subject,
        text=plain,
        html=rich,
        calendar=calendar,
        method=invite.method.value,
        mime=addressed(
            body,
            sender,
            (invite.name, invite.email),
            letter_headers(mark, subject, page),
            invite.stamp.astimezone(UTC),
        ),
    )


def render_plain(letter: PlainLetter, sender: Sender) -> RenderedLetter:
    """A letter in plain words, without a calendar part."""
    page = plain_page(letter, sender)
    plain, rich = text(page), html(page)
    written = letter.stamp.astimezone(UTC) if letter.stamp else None
    mark = message_id(sender, "plain", letter.email, letter.subject, plain, _seconds(written))
    body = multipart("alternative", (text_part("plain", plain), text_part("html", rich)), mark)
    subject = one_line(letter.subject)
    return RenderedLetter(
        message_id=mark,
        kind=letter.kind,
        to_email=safe_address(letter.email),
        to_name=one_line(letter.name),
        subject=subject,
        text=plain,
        html=rich,
        calendar=b"",
        method="",
        mime=addressed(
            body, sender, (letter.name, letter.email), letter_headers(mark, subject, page), written
        ),
    )


def invite_subject(invite: Invite) -> str:
    """When and where; never what the people served come for, nor a name."""
    words = words_for(invite.language)
    when = moments(invite, words)
    standby = invite.kind is LetterKind.INVITE and invite.task.title is Title.STANDBY
    subject = words.subject_standby if standby else words.subjects[invite.kind]
    return subject.format(day=when.short_date, time=when.starts, place=one_line(invite.place))


def letter_headers(mark: str, subject: str, page: Page) -> dict[str, str]:
    """What every letter says about itself."""
    return {
        "Message-ID": mark,
        "Subject": subject,
        "Content-Language": page.language,
        # Keeps out-of-office answers away (RFC 3834 5).
        "Auto-Submitted": "auto-generated",
    }


def _seconds(written: datetime | None) -> str:
    return written.isoformat() if written else ""
