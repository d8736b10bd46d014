"""How letters leave the house: one protocol, and what may go wrong at the door."""

from __future__ import annotations

from typing import Protocol

from scheduler.errors import RefusedLetterError, TransportError
from scheduler.model.letters import RenderedLetter, Sender

TIMEOUT = 20.0
"""Seconds one letter may take."""


class Transport(Protocol):
    """Hands letters over. Holds no queue and tries nothing twice: the store does both."""

    @property
    def name(self) -> str:
        """What a letter's delivery record calls this way out."""
        ...

    async def send(self, letter: RenderedLetter, sender: Sender, letter_id: str) -> str:
        """Hand the letter over and return what the other side calls it.

        Raises TransportError when a later try can succeed, RefusedLetterError when none
        can. After a timeout nobody knows whether the letter left; sending the same bytes
        again is safe, because calendars and mailboxes know its UID and Message-ID.
        """
        ...


class TransportBusyError(TransportError):
    """The mail service asks to wait before the next letter."""

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        """``retry_after`` is in seconds, None when the service did not say."""
        super().__init__(detail)
        self.retry_after = retry_after


class RefusedKeyError(RefusedLetterError):
    """The mail service does not accept our key or password."""
