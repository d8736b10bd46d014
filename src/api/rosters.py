"""Rosters: what is published for an office, as a page, on paper and as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from markupsafe import Markup, escape

from api.days import require_monday, today
from api.keeping_up import kept_roster
from api.pages import page
from api.session import Asking, own_office, person_of, signed_in
from api.wording import clock, long_day, span, week_name
from scheduler.actions import rosters as actions
from scheduler.errors import NotAllowedError, NotFoundError
from scheduler.model.access import Access
from scheduler.model.rosters import OfficeRoster, Reply, RosterDay, RosterLine, RosterShift
from scheduler.model.week import monday_of
from scheduler.places import FONTS
from scheduler.rosters.words import STAND_IN, filled_words, is_filled, seated
from scheduler.store.directory import load_offices
from scheduler.store.feeds import Subject, has_feed

PLACE = "/rosters"


@get(PLACE, guards=[signed_in], include_in_schema=False)
async def overview(request: Asking, *, past: FromQuery[bool] = False) -> Redirect | Template:
    """All offices by week for coordinators; an office goes to its own roster."""
    person = person_of(request)
    if person.access is Access.OFFICE and person.office:
        monday = await actions.next_week_of(person.office, today())
        return Redirect(f"/offices/{person.office}/rosters/{monday}", status_code=303)
    if person.access is not Access.COORDINATOR:
        raise NotAllowedError
    return page(
        request,
        "rosters/overview.html",
        title="Rosters",
        weeks=await actions.view_rosters(today(), past=past),
        offices=await load_offices(),
        past=past,
        has_feed=await has_feed(Subject()),
    )


@get("/offices/{office:str}/rosters", guards=[own_office], include_in_schema=False)
async def weeks(
    request: Asking, office: FromPath[str], *, past: FromQuery[bool] = False
) -> Template:
    """All weeks of one office."""
    found = await actions.require_office(office)
    return page(
        request,
        "rosters/weeks.html",
        title=f"Rosters of {found.name}",
        place=PLACE,
        office=found,
        weeks=await actions.view_rosters(today(), past=past, office=office),
        past=past,
    )


@get("/offices/{office:str}/rosters/{monday:date}", guards=[own_office], include_in_schema=False)
async def look(request: Asking, office: FromPath[str], monday: FromPath[date]) -> Template:
    """One office's week: today first, then the days to come, then those that were."""
    found = await actions.require_office(office)
    kept = await kept_roster(office, require_monday(monday))
    roster = await actions.published_roster(monday, office)
    return page(
        request,
        "rosters/roster.html",
        title=f"{found.name}, {week_name(monday)}",
        place=PLACE,
        office=found,
        kept=kept,
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        now=monday_of(today()),
        roster=roster,
        days=[_sheet(roster, day) for day in _in_order(roster)] if roster else [],
        version=_version(roster) if roster else "",
        has_feed=await has_feed(Subject(office)),
    )


def _in_order(roster: OfficeRoster) -> list[RosterDay]:
    now = datetime.now(ZoneInfo(roster.timezone)).date()
    return sorted(roster.days, key=lambda day: (day.day < now, day.day))


def _version(roster: OfficeRoster) -> str:
    at = roster.published_at.astimezone(ZoneInfo(roster.timezone))
    return f"Version {roster.version}, published {long_day(at.date())}, {clock(at)}"


def _sheet(roster: OfficeRoster, day: RosterDay) -> dict[str, object]:
    zone = ZoneInfo(roster.timezone)
    return {
        "title": long_day(day.day),
        "today": day.day == datetime.now(zone).date(),
        "past": day.day < datetime.now(zone).date(),
        "shifts": [
            {
                "time": span(shift.starts.astimezone(zone), shift.ends.astimezone(zone)),
                "about": (
                    f"{session.kind.value.capitalize()}, {session.modality.label.lower()}"
                    f" \N{MIDDLE DOT} {filled_words([shift])}"
                ),
                "rows": _rows(shift),
            }
            for session in day.sessions
            for shift in session.shifts
        ],
    }


def _rows(shift: RosterShift) -> list[dict[str, object]]:
    return [_row(line) for line in seated(shift.lines)]


def _row(line: RosterLine) -> dict[str, object]:
    filled = is_filled(line)
    also = [each for each in line.speaks if each != line.language] if filled else []
    spoken = [line.language] if line.language else []
    if also:
        spoken.append(f"also {', '.join(also)}" if line.language else ", ".join(also))
    return {
        "station": line.station or "",
        "name": line.name if filled else "",
        "note": "" if filled else STAND_IN,
        "role": _work(line),
        "languages": "; ".join(spoken),
        "reply": _REPLIES[line.reply] if filled else None,
        "arrival": None,
        "checkin": None,
    }


def _work(line: RosterLine) -> Markup:
    """Role, matter, and who sits with them; names keep their own direction of writing."""
    return Markup(", ").join(
        part
        for part in (
            escape(line.role),
            escape(line.matter.label if line.matter else ""),
            escape("remote" if line.remote else ""),
            Markup("supervised by <bdi>{}</bdi>").format(line.supervisor)
            if line.supervisor
            else "",
            Markup("with <bdi>{}</bdi>").format(line.beside) if line.beside else "",
        )
        if part
    )


_REPLIES = {Reply.NONE: "waiting", Reply.ACCEPTED: "accepted", Reply.DECLINED: "declined"}


@get(
    "/offices/{office:str}/rosters/{monday:date}/{file:str}",
    guards=[own_office],
    include_in_schema=False,
)
async def download(
    office: FromPath[str], monday: FromPath[date], file: FromPath[str]
) -> Response[bytes]:
    """The roster as PDF, XLSX or CSV."""
    return await _document(office, monday, file)


async def _document(office: str, monday: date, file: str) -> Response[bytes]:
    stem, _, form = file.partition(".")
    if stem != "roster" or form not in actions.MEDIA:
        raise NotFoundError("A roster comes as roster.pdf, roster.xlsx or roster.csv.")
    content = await actions.roster_document(require_monday(monday), office, form, FONTS)
    return Response(
        content,
        media_type=actions.MEDIA[form],
        # The office is on file by now, and its key has only letters, digits and hyphens.
        headers={"Content-Disposition": f'attachment; filename="roster-{office}-{monday}.{form}"'},
    )


# ---- JSON ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfficeSummary:
    """An office as programs see it."""

    key: str
    name: str
    timezone: str
    stations: int
    hotline: bool


@get("/api/offices", guards=[signed_in], tags=["Offices"])
async def list_offices(request: Asking) -> list[OfficeSummary]:
    """The district offices and the hotline."""
    if person_of(request).access is Access.VOLUNTEER:
        raise NotAllowedError
    return [
        OfficeSummary(o.key, o.name, o.timezone, o.stations, o.is_hotline)
        for o in (await load_offices()).values()
    ]


@get("/api/offices/{office:str}/rosters/{monday:date}", guards=[own_office], tags=["Rosters"])
async def roster_json(office: FromPath[str], monday: FromPath[date]) -> OfficeRoster:
    """What is published for an office in the week that begins on this Monday."""
    found = await actions.published_roster(require_monday(monday), office, with_reasons=True)
    if found is None:
        raise NotFoundError(f"Nothing is published for the week of {monday} yet.")
    return found


@get(
    "/api/offices/{office:str}/rosters/{monday:date}/{file:str}",
    guards=[own_office],
    tags=["Rosters"],
)
async def roster_file(
    office: FromPath[str], monday: FromPath[date], file: FromPath[str]
) -> Response[bytes]:
    """The roster as ``roster.pdf``, ``roster.xlsx`` or ``roster.csv``."""
    return await _document(office, monday, file)


ROUTES = [
    overview,
    weeks,
    look,
    download,
    list_offices,
    roster_json,
    roster_file,
]
