"""How long before a shift its people are reminded."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Ahead(StrEnum):
    """A reminder, by how far ahead of the shift it is sent."""

    WEEK = "week"
    """Seven days, and only to who has not answered."""
    DAYS = "days"
    """Forty-eight hours."""
    HOURS = "hours"
    """Two hours."""

    @property
    def distance(self) -> timedelta:
        """How long before the shift."""
        return {
            "week": timedelta(days=7),
            "days": timedelta(hours=48),
            "hours": timedelta(hours=2),
        }[self.value]
