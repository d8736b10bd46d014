"""My shifts: what comes next, one's answer to it, and the way into one's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect, Template

from api.forms import Form
from api.keeping_up import kept_shifts
from api.pages import go, page
from api.session import Asking, person_of, settings_of, volunteer_of, volunteers
from scheduler.actions import calendars, replies
from scheduler.actions.invites import Addresses
from scheduler.errors import ConflictError, InvalidInputError
from scheduler.model.held_shifts import HeldShift
from scheduler.model.languages import language_name
from scheduler.model.rosters import Reply
from scheduler.store.events import trouble_of
from scheduler.store.feeds import Subject, has_feed
from scheduler.store.held_shifts import shifts_of

PAST_SHOWN = timedelta(days=366)
ADDRESS_COOKIE = "calendar-address"
ADDRESS_SHOWN = timedelta(minutes=10)


def addresses_of(request: Asking) -> Addresses:
    """Where letters lead, and the key that signs their links."""
    settings = settings_of(request)
    return Addresses(settings.base_url, settings.secret)


# ---- pages ------------------------------------------------------------------


@get("/shifts", include_in_schema=False, guards=[volunteers])
async def my_shifts(request: Asking) -> Template:
    """The next shift first, then the others, then what was."""
    now = datetime.now(UTC)
    kept = await kept_shifts(volunteer_of(request), now)
    every = await shifts_of(volunteer_of(request), now - PAST_SHOWN)
    held = [s for s in every if s.released_at is None]
    coming = [s for s in held if s.ends > now]
    return page(
        request,
        "shifts/mine.html",
        title="My shifts",
        kept=kept,
        coming=coming,
        unanswered=sum(1 for s in coming if s.reply is Reply.NONE and not s.has_begun(now)),
        past=[s for s in reversed(held) if s.ends <= now and not s.is_standby],
        released=[s for s in every if s.released_at is not None and s.ends > now],
        trouble=await trouble_of(person_of(request).email),
        now=now,
    )


@get("/shifts/{uid:str}/decline", include_in_schema=False, guards=[volunteers])
async def ask_decline(request: Asking, uid: FromPath[str]) -> Template:
    """Ask once before a shift is given back."""
    shift = await replies.look_at(uid, volunteer_of(request))
    return page(request, "shifts/decline.html", title="Give this shift back?", shift=shift)


@post("/shifts/{uid:str}/reply", include_in_schema=False, guards=[volunteers])
async def reply(request: Asking, uid: FromPath[str]) -> Redirect:
    """Accept or give back; giving back leads at once to other seats."""
    chosen = reply_from(Form(await request.form()).text("reply"))
    try:
        shift = await replies.answer(
            uid, volunteer_of(request), chosen, datetime.now(UTC), addresses_of(request)
        )
    except ConflictError as error:
        return go("/shifts", error.detail, "needs_you")
    if chosen is Reply.DECLINED:
        return go("/seats", "You gave the shift back. Thank you for telling us.")
    return go("/shifts", f"Thank you. {shift.office_name} counts on you.")


def reply_from(text: str) -> Reply:
    """The answer a button stands for."""
    if text not in {Reply.ACCEPTED, Reply.DECLINED}:
        sentence = "Answer accepted or declined."
        raise InvalidInputError(sentence, faults=[("reply", sentence)])
    return Reply(text)


@get("/shifts/{uid:str}/shift.ics", include_in_schema=False, guards=[volunteers])
async def one_shift_file(request: Asking, uid: FromPath[str]) -> Response[bytes]:
    """The shift as a calendar file."""
    shift = await replies.look_at(uid, volunteer_of(request))
    return Response(
        await calendars.shift_file(shift, settings_of(request).base_url),
        media_type="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="shift.ics"'},
    )


@get("/shifts/calendar", include_in_schema=False, guards=[volunteers])
async def calendar(request: Asking) -> Template:
    """How shifts get into one's own calendar; the address only while it is new."""
    return page(
        request,
        "shifts/calendar.html",
        title="My shifts in my calendar",
        address=request.cookies.get(ADDRESS_COOKIE, ""),
        subscribed=await has_feed(Subject(volunteer=volunteer_of(request))),
    )


@post("/shifts/calendar", include_in_schema=False, guards=[volunteers])
async def new_calendar_address(request: Asking) -> Redirect:
    """Make an address; only its hash is kept, so the page can show it for a while only."""
    address = await _new_address(request)
    answer = go("/shifts/calendar", "Here is your address. Copy it now: it is shown this once.")
    answer.cookies.append(
        Cookie(
            key=ADDRESS_COOKIE,
            value=address,
            max_age=int(ADDRESS_SHOWN.total_seconds()),
            path="/shifts/calendar",
            httponly=True,
            samesite="strict",
            secure=address.startswith("https://"),
        )
    )
    return answer


async def _new_address(request: Asking) -> str:
    volunteer = volunteer_of(request)
    return await calendars.new_feed_address(
        settings_of(request).base_url, f"volunteer {volunteer}", Subject(volunteer=volunteer)
    )


@get("/shifts/calendar/withdraw", include_in_schema=False, guards=[volunteers])
async def ask_withdraw(request: Asking) -> Template:
    """Ask before one's address stops working."""
    return page(request, "shifts/withdraw.html", title="Withdraw your address?")


@post("/shifts/calendar/withdraw", include_in_schema=False, guards=[volunteers])
async def withdraw(request: Asking) -> Redirect:
    """End one's address."""
    await _withdraw(request)
    answer = go(
        "/shifts/calendar",
        "Your address no longer works. Your calendar keeps what it has read so far.",
    )
    answer.delete_cookie(ADDRESS_COOKIE, path="/shifts/calendar")
    return answer


async def _withdraw(request: Asking) -> None:
    volunteer = volunteer_of(request)
    await calendars.withdraw_feed_address(f"volunteer {volunteer}", Subject(volunteer=volunteer))


# ---- JSON -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FellowOut:
    """Someone who serves beside you."""

    first_name: str
    role: str


@dataclass(frozen=True, slots=True)
class ShiftOut:
    """One of your shifts; times carry the office's offset.

    `bridge` is set where you interpret `language` only into that one.
    """

    uid: str
    starts: datetime
    ends: datetime
    timezone: str
    office: str
    office_name: str
    address: str
    remote: bool
    conference: str
    role: str
    matter: str | None
    language: str | None
    bridge: str | None
    through_interpreter: bool
    bring: tuple[str, ...]
    beside: tuple[FellowOut, ...]
    reply: Reply
    released: bool


def shift_out(shift: HeldShift) -> ShiftOut:
    """The shift for programs."""
    return ShiftOut(
        uid=shift.uid,
        starts=shift.starts,
        ends=shift.ends,
        timezone=shift.timezone,
        office=shift.office,
        office_name=shift.office_name,
        address=shift.address,
        remote=shift.remote,
        conference=shift.conference,
        role=shift.role_name,
        matter=shift.matter.label if shift.matter else None,
        language=language_name(shift.language) if shift.work else None,
        bridge=language_name(shift.bridge) if shift.bridge else None,
        through_interpreter=shift.through_interpreter,
        bring=shift.bring,
        beside=tuple(FellowOut(f.first_name, f.role.value) for f in shift.fellows),
        reply=shift.reply,
        released=shift.released_at is not None,
    )


@get("/api/shifts", guards=[volunteers], tags=["Volunteers"])
async def list_shifts(request: Asking, *, past: FromQuery[bool] = False) -> tuple[ShiftOut, ...]:
    """Your shifts in time order: those to come, or with `past` the last year's too."""
    now = datetime.now(UTC)
    found = await shifts_of(volunteer_of(request), now - PAST_SHOWN if past else now)
    return tuple(shift_out(shift) for shift in found)


class ReplyIn(msgspec.Struct, frozen=True):
    """Your answer: accepted or declined."""

    reply: Reply


@post("/api/shifts/{uid:str}/reply", guards=[volunteers], tags=["Volunteers"], status_code=200)
async def reply_json(request: Asking, uid: FromPath[str], data: JSONBody[ReplyIn]) -> ShiftOut:
    """Accept one of your shifts, or give it back. Giving back cannot be undone here."""
    chosen = reply_from(data.reply)
    shift = await replies.answer(
        uid, volunteer_of(request), chosen, datetime.now(UTC), addresses_of(request)
    )
    return shift_out(shift)


@dataclass(frozen=True, slots=True)
class CalendarAddress:
    """An address for calendar programs. It is told this once."""

    address: str


@post("/api/shifts/calendar", guards=[volunteers], tags=["Volunteers"])
async def new_calendar_address_json(request: Asking) -> CalendarAddress:
    """A new address to subscribe to your shifts; the one before stops working."""
    return CalendarAddress(await _new_address(request))


@delete("/api/shifts/calendar", guards=[volunteers], tags=["Volunteers"])
async def withdraw_json(request: Asking) -> None:
    """Withdraw the address you subscribe to; none takes its place."""
    await _withdraw(request)


ROUTES = [
    my_shifts,
    ask_decline,
    reply,
    one_shift_file,
    calendar,
    new_calendar_address,
    list_shifts,
    reply_json,
    new_calendar_address_json,
    ask_withdraw,
    withdraw,
    withdraw_json,
]
