"""Which of the letters that nobody needs a volunteer wants."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LettersWanted:
    """Invitations, changes and cancellations always come; these only to who wants them."""

    reminders: bool
    """Before a shift."""
    hours: bool
    """Now and then, whether the hours on file are still right."""
