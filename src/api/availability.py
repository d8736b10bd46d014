"""When I can serve: the usual week, dates that differ, and what it is good for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, unquote

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from api.busy_words import busy_days, reads_until
from api.dates_form import DateEntry, entries_from, grouped, typed_dates
from api.forms import Form
from api.hours_changes import changed_pattern, typed_again, weeks_from
from api.hours_form import (
    DAYS,
    PARTS,
    HoursForm,
    grid,
    hours_form,
    part_hours,
    pattern_from,
    pattern_text,
)
from api.pages import go, page
from api.session import Asking, settings_of, volunteer_of, volunteers
from scheduler.actions import availability as actions
from scheduler.actions.own_calendars import view_calendar
from scheduler.errors import InvalidInputError
from scheduler.model.availability import DateSlots, WeeklySlot, Weeks

UNDO_COOKIE = "hours-before"
UNDO_LASTS = timedelta(minutes=10)
LONGEST_COOKIE = 3500
"""Browsers keep at least 4096 bytes of a cookie (RFC 6265 6.1)."""


@get("/availability", include_in_schema=False, guards=[volunteers])
async def hours(request: Asking, weeks: FromQuery[str] = "every") -> Template:
    """The usual week in three states, and the dates that differ."""
    return await show_hours(request, weeks_from(weeks))


async def show_hours(
    request: Asking,
    weeks: Weeks = Weeks.EVERY,
    typed: Form | None = None,
    faults: Iterable[tuple[str, str]] = (),
    dates: Form | None = None,
    address: str = "",
) -> Template:
    """The page; with ``faults`` it shows what was typed, in whichever of its forms."""
    now = datetime.now(UTC)
    own = await actions.view_hours(volunteer_of(request), now)
    drawn = hours_form(own.availability.weekly, weeks)
    if typed is not None:
        drawn = typed_again(typed, drawn, faults)
    today = actions.local_day(own.person, now)
    confirmed = own.availability.confirmed_at
    told = tuple(faults)
    calendar = await view_calendar(volunteer_of(request), now)
    return page(
        request,
        "availability/week.html",
        title="Availability",
        status_code=422 if told else 200,
        own=own,
        form=drawn,
        grid=grid(),
        days=[{"key": key, "label": name} for key, name in DAYS],
        cards=_cards(drawn),
        periods=grouped(own.availability.dates),
        new_date=typed_dates(dates),
        own_calendar=calendar,
        busy_days=busy_days(calendar, own.person.timezone, now),
        reads_until=reads_until(calendar),
        address=address,
        now=now,
        errors=[{"field": where, "text": text} for where, text in told],
        faults=dict(told),
        today=today,
        days_since=None if confirmed is None else (now - confirmed).days,
        can_undo=bool(request.cookies.get(UNDO_COOKIE)),
    )


def _cards(drawn: HoursForm) -> list[dict[str, object]]:
    return [
        {
            "day": {"key": key, "label": name},
            "parts": [
                {
                    "key": part,
                    "label": label,
                    "hours": part_hours(first, last),
                    "level": drawn.parts[key][part],
                }
                for part, label, first, last in PARTS
            ],
            "exact": drawn.exact[key],
        }
        for key, name in DAYS
    ]


@post("/availability", include_in_schema=False, guards=[volunteers])
async def save(request: Asking) -> Redirect | Template:
    """Save the usual week, from the table or from the cards."""
    form = Form(await request.form())
    weeks = weeks_from(form.text("weeks"))
    try:
        before = await actions.change_weekly(
            volunteer_of(request), lambda stored: changed_pattern(form, stored), datetime.now(UTC)
        )
    except InvalidInputError as error:
        faults = error.faults or (("", error.detail),)
        return await show_hours(request, weeks, form, faults)
    path = "/availability" if weeks is Weeks.EVERY else f"/availability?weeks={weeks.value}"
    return _undoable(request, go(path, "Your week is saved."), {"weekly": pattern_text(before)})


@post("/availability/payback", include_in_schema=False, guards=[volunteers], status_code=200)
async def weigh(request: Asking) -> Template:
    """What the hours in the form would be good for; nothing is saved."""
    form = Form(await request.form())
    now = datetime.now(UTC)
    own = await actions.view_hours(volunteer_of(request), now)
    try:
        wanted = changed_pattern(form, own.availability.weekly)
    except InvalidInputError:
        wanted = own.availability.weekly
    found = await actions.weigh_hours(volunteer_of(request), wanted, now)
    return page(request, "availability/payback.html", title="", found=found, saved=False)


@post("/availability/confirm", include_in_schema=False, guards=[volunteers])
async def confirm(request: Asking) -> Redirect:
    """The hours are still right."""
    await actions.confirm(volunteer_of(request), datetime.now(UTC))
    return go("/availability", "Thank you. Your hours count as confirmed today.")


@post("/availability/dates", include_in_schema=False, guards=[volunteers])
async def add_dates(request: Asking) -> Redirect | Template:
    """One date, or several in a row, differ from the usual week."""
    form = Form(await request.form())
    try:
        entries = entries_from(form)
        before = await actions.put_dates(volunteer_of(request), entries, datetime.now(UTC))
    except InvalidInputError as error:
        faults = error.faults or (("", error.detail),)
        return await show_hours(request, faults=faults, dates=form)
    said = "Noted." if entries[0].slots else "Noted: you are away."
    return _undoable(
        request, go("/availability#dates", said), _dates_before(before, (e.day for e in entries))
    )


@post("/availability/dates/remove", include_in_schema=False, guards=[volunteers])
async def remove_dates(request: Asking) -> Redirect:
    """The dates follow the usual week again."""
    form = Form(await request.form())
    days = actions.days_between(form.day("from"), form.day("until"))
    before = await actions.remove_dates(volunteer_of(request), days)
    answer = go("/availability#dates", "Your usual week holds again.")
    return _undoable(request, answer, _dates_before(before, ()))


# ---- undo: the browser keeps what was there before, for a while ------------------


def _dates_before(before: tuple[DateSlots, ...], days: Iterable[date]) -> dict[str, object]:
    known = {entry.day for entry in before}
    return {
        "dates": [asdict(DateEntry.of(entry)) for entry in before],
        "none": [day.isoformat() for day in days if day not in known],
    }


def _undoable(request: Asking, answer: Redirect, before: dict[str, object]) -> Redirect:
    value = quote(json.dumps(before, separators=(",", ":")), safe="[]:,{}")
    if len(value) > LONGEST_COOKIE:
        return answer
    answer.cookies.append(_undo_cookie(request, value, int(UNDO_LASTS.total_seconds())))
    return answer


def _undo_cookie(request: Asking, value: str, seconds: int) -> Cookie:
    return Cookie(
        key=UNDO_COOKIE,
        value=value,
        max_age=seconds,
        path="/availability",
        httponly=True,
        samesite="strict",
        secure=settings_of(request).base_url.startswith("https://"),
    )


@post("/availability/undo", include_in_schema=False, guards=[volunteers])
async def undo(request: Asking) -> Redirect:
    """Put back what the last change replaced."""
    volunteer, now = volunteer_of(request), datetime.now(UTC)
    before = _remembered(request)
    if before is None:
        return go("/availability", "There is nothing to take back any more.", "info")
    if "weekly" in before:
        pattern: tuple[WeeklySlot, ...] = pattern_from(str(before["weekly"]))
        await actions.change_weekly(volunteer, lambda _: pattern, now)
    else:
        await _restore_dates(volunteer, before, now)
    answer = go("/availability", "Taken back: your hours are as they were.")
    answer.cookies.append(_undo_cookie(request, "", 0))
    return answer


async def _restore_dates(volunteer: int, before: dict[str, object], now: datetime) -> None:
    gone, known = before.get("none"), before.get("dates")
    if isinstance(gone, list) and gone:
        await actions.remove_dates(volunteer, [date.fromisoformat(day) for day in gone])
    if isinstance(known, list) and known:
        await actions.put_dates(volunteer, [DateEntry(**entry).slots_of() for entry in known], now)


def _remembered(request: Asking) -> dict[str, object] | None:
    try:
        found = json.loads(unquote(request.cookies.get(UNDO_COOKIE, "")))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


ROUTES = [hours, save, weigh, confirm, add_dates, remove_dates, undo]
