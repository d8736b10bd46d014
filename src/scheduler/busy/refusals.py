"""Why a person's own calendar cannot be read: each says what is wrong and what to do."""

from __future__ import annotations

from scheduler.errors import InvalidInputError

FIELD = "address"


class UnreadableCalendarError(InvalidInputError):
    """This calendar cannot be read."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.faults = ((FIELD, self.detail),)


class NoAddressError(UnreadableCalendarError):
    """Paste the address of your calendar here: it begins with https://."""


class NotAnAddressError(UnreadableCalendarError):
    """This is not the address of a calendar: copy it again, from https:// to its last letter."""


class NotHttpsError(UnreadableCalendarError):
    """The address must begin with https://, so that nobody on the way can read your calendar."""


class HoldsPasswordError(UnreadableCalendarError):
    """This address holds a user name or password: use the calendar's secret address instead."""


class OtherPortError(UnreadableCalendarError):
    """This address names a port of its own; Open Door only uses the usual one of https."""


class NotPublicError(UnreadableCalendarError):
    """This address leads into a private network, where Open Door does not go.

    Use the address that works from anywhere.
    """


class UnknownHostError(UnreadableCalendarError):
    """Nobody answers to the name in this address: look for a mistyped letter."""


class NoConnectionError(UnreadableCalendarError):
    """The calendar's server could not be reached. Try again in a while."""


class NotTrustedError(UnreadableCalendarError):
    """The calendar's server does not prove who it is: its certificate is not good.

    Tell whoever runs it, or use another calendar.
    """


class LeadsAstrayError(UnreadableCalendarError):
    """The address leads on to a place where Open Door does not go. Copy the address again."""


class LeadsInCirclesError(UnreadableCalendarError):
    """The address leads from one place to the next without end. Copy the address again."""


class PasswordNeededError(UnreadableCalendarError):
    """The calendar asks for a password: use its secret address, which needs none."""


class NotThereError(UnreadableCalendarError):
    """There is no calendar at this address any more. Copy it again from your calendar."""


class ServerTroubleError(UnreadableCalendarError):
    """The calendar's server has trouble of its own. Try again in a while."""


class WebPageError(UnreadableCalendarError):
    """A web page is at this address, not a calendar: use the link called iCal or ICS."""


class NotACalendarError(UnreadableCalendarError):
    """What is at this address is not a calendar: use the link called iCal or ICS."""


class DamagedCalendarError(UnreadableCalendarError):
    """The calendar is damaged, or did not come whole. Try again in a while."""


class LargeCalendarError(UnreadableCalendarError):
    """The calendar is larger than 5 MB: give one that holds less of the past."""


class SlowCalendarError(UnreadableCalendarError):
    """The calendar did not come within ten seconds. Try again in a while."""


class FineCalendarError(UnreadableCalendarError):
    """An entry of the calendar repeats several times a day, which Open Door does not read.

    Change that entry, or give another calendar.
    """


class CrowdedCalendarError(UnreadableCalendarError):
    """The calendar holds more than 5,000 entries for the next three months.

    Give another calendar, with your own appointments only.
    """


class IntricateCalendarError(UnreadableCalendarError):
    """The calendar takes too long to work out: give one with fewer repeating entries."""


KINDS = {kind.__name__: kind for kind in UnreadableCalendarError.__subclasses__()}
"""By name, as the process that reads calendars tells them."""
