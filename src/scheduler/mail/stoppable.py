"""Letters that their reader may have none of: no calendar part, and a way to end them."""

from __future__ import annotations

from datetime import UTC, datetime

from scheduler.calendars.texts import one_line, safe_address
from scheduler.mail.letters import letter_headers
from scheduler.mail.messages import addressed, message_id, multipart, text_part
from scheduler.mail.pages import Page
from scheduler.mail.typeset import html, text
from scheduler.mail.unsubscribe import unsubscribe_headers
from scheduler.model.letters import RenderedLetter, Sender


def render_stoppable(
    page: Page, subject: str, reader: tuple[str, str], sender: Sender, stamp: datetime
) -> RenderedLetter:
    """The page as a letter to ``reader``, a name and an address; the same bytes every time."""
    name, email = reader
    plain, rich = text(page), html(page)
    written = stamp.astimezone(UTC)
    mark = message_id(sender, page.kind.value, email, written.isoformat(), plain)
    body = multipart("alternative", (text_part("plain", plain), text_part("html", rich)), mark)
    shown = one_line(subject)
    headers = letter_headers(mark, shown, page) | unsubscribe_headers(page.stop_url)
    return RenderedLetter(
        message_id=mark,
        kind=page.kind,
        to_email=safe_address(email),
        to_name=one_line(name),
        subject=shown,
        text=plain,
        html=rich,
        calendar=b"",
        method="",
        mime=addressed(body, sender, reader, headers, written),
    )
