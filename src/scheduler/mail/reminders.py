"""The letter before a shift: what to know, once more, and the way to say that one cannot come."""

from __future__ import annotations

from scheduler.calendars.texts import one_line, safe_address
from scheduler.mail.letters import invite_subject, letter_headers
from scheduler.mail.messages import addressed, message_id, multipart, text_part
from scheduler.mail.pages import reminder_page
from scheduler.mail.typeset import html, text
from scheduler.mail.unsubscribe import unsubscribe_headers
from scheduler.model.letters import LetterKind, Reminder, RenderedLetter, Sender


def render_reminder(reminder: Reminder, sender: Sender) -> RenderedLetter:
    """A reminder without a calendar part: the calendar has the shift already.

    The same reminder gives the same bytes.
    """
    invite = reminder.invite
    page = reminder_page(reminder, sender)
    plain, rich = text(page), html(page)
    mark = message_id(sender, "reminder", invite.uid, invite.sequence, plain)
    body = multipart("alternative", (text_part("plain", plain), text_part("html", rich)), mark)
    subject = invite_subject(invite)
    headers = letter_headers(mark, subject, page) | unsubscribe_headers(reminder.stop_url)
    return RenderedLetter(
        message_id=mark,
        kind=LetterKind.REMINDER,
        to_email=safe_address(invite.email),
        to_name=one_line(invite.name),
        subject=subject,
        text=plain,
        html=rich,
        calendar=b"",
        method="",
        mime=addressed(body, sender, (invite.name, invite.email), headers, None),
    )
