"""Ending reminders from the mail program itself (RFC 2369 3.2, RFC 8058)."""

from __future__ import annotations

from scheduler.calendars.texts import safe_link

LIST_UNSUBSCRIBE = "List-Unsubscribe"
ONE_CLICK = "List-Unsubscribe-Post"
ONE_CLICK_FORM = "List-Unsubscribe=One-Click"
"""What mail programs post; a browser's form never sends this by itself."""


def unsubscribe_headers(url: str) -> dict[str, str]:
    """The headers by which mail programs show their own button.

    Only reminders have it: an invitation or a cancel that nobody may refuse is the contract.
    Programs offer one click for https alone.
    """
    found = {LIST_UNSUBSCRIBE: f"<{safe_link(url)}>"}
    if url.startswith("https://"):
        found[ONE_CLICK] = ONE_CLICK_FORM
    return found
