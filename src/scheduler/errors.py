"""Everything that can go wrong, as one tree. The docstring is the sentence people read."""

from __future__ import annotations

from collections.abc import Sequence


class OpenDoorError(Exception):
    """Something went wrong."""

    def __init__(self, detail: str = "", *, faults: Sequence[tuple[str, str]] = ()) -> None:
        """``detail`` replaces the class's sentence; ``faults`` are (field, sentence) pairs."""
        self.detail = detail or " ".join((self.__doc__ or "").split())
        self.faults = tuple(faults)
        super().__init__(self.detail)


class NotFoundError(OpenDoorError):
    """There is nothing here, or it is not yours to see."""


class InvalidInputError(OpenDoorError):
    """Something that was sent in cannot be taken as it is."""


class SignInNeededError(OpenDoorError):
    """Please sign in first."""


class NotAllowedError(OpenDoorError):
    """Your role does not include this."""


class ConflictError(OpenDoorError):
    """Someone changed this in the meantime; look at it again and repeat your change."""


class DoubleBookingError(ConflictError):
    """This person already serves at that time."""


class RuleBrokenError(OpenDoorError):
    """The plan breaks a rule that nobody may override."""


class TooLargeError(OpenDoorError):
    """That is larger than the service takes."""


class TooManyRequestsError(OpenDoorError):
    """Too many tries; please wait a moment."""


class InstallationError(OpenDoorError):
    """This installation cannot run as it is set up."""


class TransportError(OpenDoorError):
    """The mail could not be handed over."""

    retry = True
    """Whether a later try can succeed."""


class RefusedLetterError(TransportError):
    """The mail service refused the letter for good."""

    retry = False
