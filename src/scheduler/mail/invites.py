"""The calendar part of a letter (RFC 5545, RFC 5546): one event, one organizer, one attendee."""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from scheduler.calendars.texts import (
    calendar_text,
    one_line,
    quoted_name,
    safe_address,
    safe_link,
)
from scheduler.calendars.timezones import calendar_times, compact_timezone
from scheduler.mail.tasks import things
from scheduler.mail.words import Words, words_for
from scheduler.model.letters import Invite, Method, Sender
from scheduler.model.sessions import Title

_STATUS = {Method.REQUEST: "CONFIRMED", Method.CANCEL: "CANCELLED"}


def calendar_part(invite: Invite, sender: Sender) -> bytes:
    """The iTIP message that makes, moves or removes the shift in the person's calendar.

    ``sender`` is the organizer: replies go there, never to a coordinator. The same invite
    gives the same bytes.
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//Open Door//Letters//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", invite.method.value)
    event = _event(invite, sender)
    _add_times(calendar, event, invite)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def summary(invite: Invite, sender: Sender) -> str:
    """What an onlooker may read over the person's shoulder."""
    title = words_for(invite.language).titles[invite.task.title]
    return ": ".join(filter(None, (one_line(sender.name), title)))


def location(invite: Invite) -> str:
    """Where to be: the link of a remote shift (it is what phones open), or the address."""
    if invite.remote and invite.conference:
        return safe_link(invite.conference, https_only=True)
    parts = (invite.place,) if invite.remote else (invite.place, invite.address)
    return ", ".join(filter(None, map(one_line, parts)))


def _event(invite: Invite, sender: Sender) -> Event:
    event = Event()
    event.add("UID", calendar_text(invite.uid))
    event.add("SEQUENCE", invite.sequence)
    event.add("DTSTAMP", invite.stamp.astimezone(UTC))
    event.add("CREATED", invite.created.astimezone(UTC))
    event.add("LAST-MODIFIED", invite.stamp.astimezone(UTC))
    event.add("STATUS", _STATUS[invite.method])
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "OPAQUE")
    # No CN: the organizer is one constant line, whatever name letters are sent under.
    event.add("ORGANIZER", vCalAddress(f"mailto:{safe_address(sender.organizer)}"))
    event.add("ATTENDEE", _attendee(invite))
    event.add("SUMMARY", calendar_text(summary(invite, sender)))
    event.add("LOCATION", calendar_text(location(invite)))
    event.add("DESCRIPTION", calendar_text(*_description(invite, words_for(invite.language))))
    if invite.conference:
        event.add("CONFERENCE", _conference(invite))
    return event


def _attendee(invite: Invite) -> vCalAddress:
    """The one address the letter goes to: programs store an answer for no other."""
    attendee = vCalAddress(f"mailto:{safe_address(invite.email)}")
    name = quoted_name(invite.name)
    if name:
        attendee.params["CN"] = name
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    attendee.params["RSVP"] = "TRUE" if invite.method is Method.REQUEST else "FALSE"
    return attendee


def _conference(invite: Invite) -> vUri:
    """RFC 7986 5.11."""
    link = vUri(safe_link(invite.conference, https_only=True))
    link.params["VALUE"] = "URI"
    link.params["FEATURE"] = vText("VIDEO")
    return link


def _description(invite: Invite, words: Words) -> list[str]:
    """What to know on the day. The details of the work stay in the mail.

    Calendars are shared with colleagues and assistants more often than mailboxes are.
    """
    if invite.method is Method.CANCEL:
        return [words.lead_cancel]
    lines = [words.titles[invite.task.title], location(invite)]
    if invite.task.title is Title.STANDBY:
        lines.insert(1, words.standby)
    if invite.conference:
        lines.append(f"{words.join}: {safe_link(invite.conference, https_only=True)}")
    if invite.task.bring:
        lines.append(f"{words.bring}: {'; '.join(things(invite.task, words))}")
    if invite.answer_url:
        lines.append(f"{words.answer}: {safe_link(invite.answer_url)}")
    return lines


def _add_times(calendar: Calendar, event: Event, invite: Invite) -> None:
    starts, ends = calendar_times(invite.starts, invite.ends, invite.timezone)
    event.add("DTSTART", starts)
    event.add("DTEND", ends)
    if event["DTSTART"].params.get("TZID"):
        calendar.add_component(compact_timezone(invite.timezone))
