"""Clearing out: what is kept only for a while is deleted when its time has come."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from scheduler.settings import Keeping
from scheduler.store import clearing

LINKS_KEPT = timedelta(days=2)
"""Longer than any link lasts, and than any count of links asked for looks back."""
log = logging.getLogger(__name__)


async def clear_out(now: datetime, keeping: Keeping) -> Mapping[str, int]:
    """Delete what is older than it is kept; gives how many rows of each kind that was.

    No transaction around it all: what is cut short goes on at the next round.
    """
    inbound = now - timedelta(days=keeping.inbound)
    letters = now - timedelta(days=keeping.letters)
    done = {
        "arrivals": await clearing.delete_arrivals(inbound),
        "uploads": await clearing.delete_uploads(inbound),
        "letters emptied": await clearing.empty_letters(letters),
        "delivery events": await clearing.delete_events(letters),
        "answers by mail": await clearing.delete_answers(letters),
        "days of digests": await clearing.delete_digest_days(letters),
        "audit entries": await clearing.delete_audit(now - timedelta(days=keeping.audit)),
        "sign-ins": await clearing.delete_sign_in(now - LINKS_KEPT, now),
        "busy times": await clearing.delete_busy(now),
        "changes of closed drafts": await clearing.delete_undo(inbound),
        "jobs": await clearing.delete_jobs(inbound),
    }
    found = {what: count for what, count in done.items() if count}
    if found:
        log.info("Cleared out: %s", ", ".join(f"{n} {what}" for what, n in found.items()))
    return done
