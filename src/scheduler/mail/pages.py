"""What a letter says, before it is set as text or HTML: both show every line of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from babel.lists import format_list

from scheduler.calendars.texts import one_line, safe_link
from scheduler.mail.moments import Moments, moments
from scheduler.mail.tasks import things, work_lines
from scheduler.mail.words import Words, words_for
from scheduler.model.letters import Change, Invite, LetterKind, PlainLetter, Reminder, Sender
from scheduler.model.sessions import Title

_SIGNS = {
    LetterKind.INVITE: "!",
    LetterKind.UPDATE: "\u21bb",
    LetterKind.CANCEL: "\u2715",
    LetterKind.REMINDER: "\u25f7",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what belongs to it; ``listed`` lines stand one below the other, dotted."""

    label: str
    lines: tuple[str, ...]
    link: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a section: what it is about, a ``note`` behind it, a ``value`` at its end.

    ``sign`` stands before it. ``calls`` says that it asks for somebody, ``mark`` is a word
    that is put on it, ``leads`` says that the lines after it belong to it.
    """

    text: str
    note: str = ""
    value: str = ""
    sign: str = ""
    mark: str = ""
    calls: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; ``url`` is where all of it can be seen."""

    heading: str
    rows: tuple[Row, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything a letter says, in reading order. Empty parts are left out.

    ``chip`` is the word above the heading and ``sign`` its symbol: state is never told by
    colour alone. ``preview`` is the line that mail programs show below the subject.
    """

    language: str
    direction: str
    sender: str
    greeting: str
    lead: tuple[str, ...]
    why: str
    copy_link: str
    heading: str = ""
    kind: LetterKind = LetterKind.NOTICE
    chip: str = ""
    sign: str = ""
    preview: str = ""
    when_label: str = ""
    when: Moments | None = None
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    button: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()
    thanks: str = ""
    stop: str = ""
    stop_url: str = ""


def invite_page(invite: Invite, sender: Sender) -> Page:
    """The page of a letter with a calendar part."""
    words = words_for(invite.language)
    gone = invite.kind is LetterKind.CANCEL
    when = moments(invite, words)
    why = words.why_invite.format(sender=one_line(sender.name))
    url = invite.shifts_url if gone else invite.answer_url
    return Page(
        language=words.code,
        direction=words.direction,
        sender=one_line(sender.name),
        greeting=greeting(invite.name, words),
        lead=_lead(invite, words),
        why=why if gone else f"{why} {words.personal}",
        copy_link=words.copy_link,
        heading=_heading(invite, words),
        kind=invite.kind,
        chip=words.chips[invite.kind],
        sign=_SIGNS[invite.kind],
        preview=f"{when.date}, {when.hours}, {one_line(invite.place)}",
        when_label=words.when,
        when=when,
        facts=_facts(invite, words),
        button=(words.see_shifts if gone else words.answer) if url else "",
        url=safe_link(url) if url else "",
        notes=_notes(words, gone=gone, anywhere=bool(sender.answers)),
        thanks=words.thanks,
    )


def reminder_page(reminder: Reminder, sender: Sender) -> Page:
    """The page of a letter before a shift; the calendar has the shift already."""
    words = words_for(reminder.invite.language)
    return replace(
        invite_page(replace(reminder.invite, kind=LetterKind.REMINDER), sender),
        lead=(words.lead_expected if reminder.accepted else words.lead_remind,),
        notes=() if reminder.accepted else (words.answer_page,),
        stop=words.stop_reminders,
        stop_url=safe_link(reminder.stop_url),
    )


def plain_page(letter: PlainLetter, sender: Sender) -> Page:
    """The page of a letter in plain words."""
    words = words_for(letter.language)
    return Page(
        language=words.code,
        direction=words.direction,
        sender=one_line(sender.name),
        greeting=greeting(letter.name, words),
        lead=tuple(map(one_line, letter.paragraphs)),
        why=words.why_plain.format(sender=one_line(sender.name)),
        copy_link=words.copy_link,
        heading=one_line(letter.subject),
        kind=letter.kind,
        button=one_line(letter.action_label) if letter.action_url else "",
        url=safe_link(letter.action_url) if letter.action_url else "",
    )


def greeting(name: str, words: Words) -> str:
    """The first line, by name where there is one."""
    shown = one_line(name)
    return words.greeting.format(name=shown) if shown else words.greeting_nameless


def _lead(invite: Invite, words: Words) -> tuple[str, ...]:
    match invite.kind:
        case LetterKind.CANCEL:
            return (words.lead_cancel,)
        case LetterKind.UPDATE:
            called = Change.CALLED in map(Change, invite.changed)
            lead = words.lead_called if called else words.lead_update
            return tuple(filter(None, (lead, _changed(invite, words), _standby(invite, words))))
        case _ if _is_standby(invite):
            return (words.lead_standby, words.standby)
        case _:
            return (words.lead_invite,)


def _is_standby(invite: Invite) -> bool:
    return invite.task.title is Title.STANDBY


def _standby(invite: Invite, words: Words) -> str:
    return words.standby if _is_standby(invite) else ""


def _heading(invite: Invite, words: Words) -> str:
    if invite.kind is LetterKind.INVITE and _is_standby(invite):
        return words.heading_standby
    return words.headings[invite.kind]


def _changed(invite: Invite, words: Words) -> str:
    """What is different; a new time or place, or being needed or not, needs a new answer."""
    if not invite.changed:
        return ""
    changed = set(map(Change, invite.changed))
    names = [words.changes[change] for change in Change if change in changed]
    told = words.changed.format(things=format_list(names, locale=words.locale))
    again = changed & {Change.TIME, Change.PLACE, Change.CALLED}
    if not again and not (_is_standby(invite) and Change.WORK in changed):
        return told
    return f"{told} {words.answer_again}"


def _facts(invite: Invite, words: Words) -> tuple[Fact, ...]:
    place = _lines(invite.place, words.remote if invite.remote else invite.address)
    work = work_lines(invite.task, words)
    if invite.kind is LetterKind.CANCEL:
        return (Fact(words.where, _lines(invite.place)), Fact(words.work, work[:1]))
    facts = [Fact(words.where, place)]
    if invite.conference:
        link = safe_link(invite.conference, https_only=True)
        facts.append(Fact(words.join, (link,), link=link))
    facts.append(Fact(words.work, work))
    facts.append(Fact(words.bring, things(invite.task, words), listed=True))
    return tuple(fact for fact in facts if fact.lines)


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, texts)))


def _notes(words: Words, *, gone: bool, anywhere: bool) -> tuple[str, ...]:
    if gone:
        return (words.calendar_hint,)
    return (words.answer_anywhere if anywhere else words.answer_how, words.answer_later)
