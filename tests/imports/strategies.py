"""Random directories, and the six CSV files that say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from unicodedata import normalize
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduler.imports.hours import in_order
from scheduler.model.availability import Level, WeeklySlot, Weeks
from scheduler.model.directory import Directory
from scheduler.model.languages import LANGUAGES, language_name
from scheduler.model.matters import Kind, Matter
from scheduler.model.offices import Office, Travel
from scheduler.model.people import Credential, LanguageSkill, Relay, Volunteer
from scheduler.model.sessions import Modality, Need, Priority, Session, SessionKind

from .worlds import csv_bytes

ZONES = ("America/New_York", "America/Los_Angeles", "Europe/Paris", "Asia/Kathmandu")
KEYS = ("harbor", "hillside", "pier-9", "hotline")
ADVISERS = (Kind.ATTORNEY, Kind.ACCREDITED_FULL, Kind.ACCREDITED_PARTIAL)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Quotes, separators and any script; blanks and hidden characters are the cleaner's to test.
texts = st.text(
    st.one_of(st.sampled_from("\"';,=+-@<&"), st.characters(categories=["Lu", "Ll", "Lo"])),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(normalize("NFC", text).split()))
minutes_of_day = st.integers(0, 23 * 60)


def clock(minutes: int) -> time:
    """The time so many minutes after midnight."""
    return time(minutes // 60, minutes % 60)


@st.composite
def slots(draw: st.DrawFn) -> WeeklySlot:
    """A stretch of a weekday."""
    start = draw(minutes_of_day)
    return WeeklySlot(
        draw(st.integers(0, 6)),
        clock(start),
        clock(draw(st.integers(start + 1, 23 * 60 + 59))),
        draw(st.sampled_from(Level)),
        draw(st.sampled_from(Weeks)),
    )


@st.composite
def volunteers(draw: st.DrawFn, email: str) -> Volunteer:
    """A person who may be anything."""
    kind = draw(st.sampled_from(Kind))
    advises = kind in {*ADVISERS, Kind.LAW_STUDENT}
    codes = sorted(draw(st.sets(st.sampled_from(sorted(LANGUAGES)), max_size=3)))
    does = st.sampled_from([(True, False), (False, True), (True, True)])
    others = st.sampled_from(sorted(LANGUAGES.keys() - {"en", *codes}))
    relays = draw(
        st.sets(st.builds(Relay, others, st.sampled_from(["es", "pt", "qu"])), max_size=2)
    )
    return Volunteer(
        email,
        draw(texts),
        kind,
        phone=draw(st.sampled_from(["", "718-555-0101", "+1 (212) 555 0100 x7"])),
        credential=Credential(
            draw(st.sampled_from(["", "NY"])),
            draw(st.sampled_from(["", "1234567"])),
            draw(st.none() | st.dates(date(2020, 1, 1), date(2090, 1, 1))),
        ),
        matters=draw(st.frozensets(st.sampled_from(Matter))) if advises else frozenset(),
        languages=tuple(LanguageSkill(code, *draw(does)) for code in codes),
        relays=tuple(sorted(r for r in relays if r.language != r.bridge)),
        offices=tuple(draw(st.lists(st.sampled_from(KEYS), unique=True))),
        remote=draw(st.booleans()),
        pledge_minutes=15 * draw(st.integers(1, 160)),
        supervises=kind in ADVISERS and draw(st.booleans()),
        organisation=draw(texts),
    )


@st.composite
def needs(draw: st.DrawFn) -> Need:
    """What an office may ask for."""
    return Need(
        draw(st.sampled_from(Matter)),
        draw(st.none() | st.sampled_from(sorted(LANGUAGES))),
        draw(st.integers(1, 40)),
        draw(st.integers(1, 240)),
        draw(st.sampled_from(Priority)),
    )


@st.composite
def sessions(draw: st.DrawFn, office: Office) -> Session:
    """A session on a day without a change of clocks."""
    start = draw(minutes_of_day)
    length = draw(st.integers(1, 23 * 60 + 59 - start))
    day = date(2026, 12, 7) + timedelta(days=draw(st.integers(0, 20)))
    starts = datetime.combine(day, clock(start), ZoneInfo(office.timezone))
    asked = draw(
        st.lists(
            needs(),
            max_size=4,
            unique_by=lambda n: (n.matter, n.language, n.minutes_each, n.priority),
        )
    )
    return Session(
        office.key,
        starts.astimezone(ZoneInfo("UTC")),
        starts.astimezone(ZoneInfo("UTC")) + timedelta(minutes=length),
        draw(st.integers(15, 720)),
        draw(st.sampled_from(SessionKind)),
        draw(st.sampled_from(Modality)),
        draw(st.integers(1, 500)),
        draw(st.integers(0, 100)),
        tuple(asked),
    )


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    """Anything that can be on file and has no ids yet."""
    offices = {
        key: Office(key, draw(texts), draw(st.sampled_from(ZONES)), draw(st.integers(1, 500)))
        for key in KEYS
    }
    pairs = draw(
        st.sets(
            st.sets(st.sampled_from(KEYS), min_size=2, max_size=2).map(
                lambda pair: tuple(sorted(pair))
            )
        )
    )
    emails = draw(st.sets(st.from_regex(r"[a-z]{1,6}(\.[a-z]{1,6})?@example\.org", fullmatch=True)))
    found = [draw(sessions(offices[key])) for key in draw(st.lists(st.sampled_from(KEYS)))]
    people = {email: draw(volunteers(email)) for email in sorted(emails)}
    return Directory(
        offices=offices,
        travel={(a, b): Travel(a, b, draw(st.integers(1, 600))) for a, b in sorted(pairs)},
        sessions={(s.office, s.starts): s for s in found},
        volunteers=people,
        availability={
            email: in_order(own) for email in people if (own := draw(st.sets(slots(), max_size=4)))
        },
    )


def with_sorted_needs(directory: Directory) -> Directory:
    """Needs have no order; this gives them one."""
    return replace(
        directory,
        sessions={
            key: replace(s, needs=tuple(sorted(s.needs, key=repr)))
            for key, s in directory.sessions.items()
        },
    )


def as_files(directory: Directory) -> Mapping[str, bytes]:
    """The directory as its coordinator would type it."""
    return {
        "offices.csv": csv_bytes(
            [["office", "name", "timezone", "stations"]]
            + [[o.key, o.name, o.timezone, str(o.stations)] for o in directory.offices.values()]
        ),
        "travel.csv": csv_bytes(
            [["from", "to", "minutes"]]
            + [[t.destination, t.origin, str(t.minutes)] for t in directory.travel.values()]
        ),
        "sessions.csv": csv_bytes(_sessions(directory)),
        "needs.csv": csv_bytes(_needs(directory)),
        "volunteers.csv": csv_bytes(_volunteers(directory)),
        "availability.csv": csv_bytes(
            [["email", "weekday", "start", "end", "level", "weeks"]]
            + [
                [
                    email.upper(),
                    WEEKDAYS[s.weekday],
                    f"{s.starts:%H:%M}",
                    f"{s.ends:%I:%M %p}",
                    s.level.value,
                    s.weeks.value,
                ]
                for email, own in directory.availability.items()
                for s in own
            ]
        ),
    }


def _when(directory: Directory, session: Session) -> list[str]:
    zone = ZoneInfo(directory.offices[session.office].timezone)
    starts = session.starts.astimezone(zone)
    return [session.office, f"{starts:%Y-%m-%d}", f"{starts:%H:%M}"]


def _sessions(directory: Directory) -> list[list[str]]:
    headings = "office date start end shift_minutes kind modality stations intake_volunteers"
    rows = [headings.split()]
    for s in directory.sessions.values():
        zone = ZoneInfo(directory.offices[s.office].timezone)
        rows.append(
            [
                *_when(directory, s),
                f"{s.ends.astimezone(zone):%H:%M}",
                str(s.shift_minutes),
                s.kind.value,
                s.modality.label,
                str(s.stations),
                str(s.intake),
            ]
        )
    return rows


def _needs(directory: Directory) -> list[list[str]]:
    headings = "office date start matter language consultations minutes_each priority"
    return [headings.split()] + [
        [
            *_when(directory, s),
            n.matter.label,
            language_name(n.language),
            str(n.consultations),
            str(n.minutes_each),
            n.priority.value,
        ]
        for s in directory.sessions.values()
        for n in s.needs
    ]


def _volunteers(directory: Directory) -> list[list[str]]:
    headings = (
        "name email phone kind bar_state bar_number credential_expires matters languages relays"
        " offices remote hours_per_week supervises organisation"
    )
    return [headings.split()] + [
        [
            v.name,
            v.email,
            v.phone,
            v.kind.label,
            v.credential.state,
            v.credential.number,
            str(v.credential.expires or ""),
            "; ".join(m.label for m in v.matters),
            "; ".join(_skill(s) for s in v.languages),
            "; ".join(_relay(r) for r in v.relays),
            "; ".join(v.offices),
            "yes" if v.remote else "no",
            str(v.pledge_minutes / 60),
            "yes" if v.supervises else "no",
            v.organisation,
        ]
        for v in directory.volunteers.values()
    ]


def _relay(relay: Relay) -> str:
    return f"{language_name(relay.language)} > {language_name(relay.bridge)}"


def _skill(skill: LanguageSkill) -> str:
    does = ["advise"] * skill.advise + ["interpret"] * skill.interpret
    return f"{language_name(skill.language)} ({', '.join(does)})"
