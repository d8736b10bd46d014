"""Publishing: see whom it would write to, then do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template

from api.errors import status_of
from api.forms import Form
from api.keeping_up import kept_week
from api.pages import go, page
from api.session import Asking, coordinators, person_of, settings_of
from api.wording import plural
from scheduler.actions import publishing
from scheduler.actions.invites import Addresses
from scheduler.actions.publishing import Published, PublishPreview
from scheduler.errors import ConflictError, NotFoundError, OpenDoorError, RuleBrokenError
from scheduler.model.rosters import Placement
from scheduler.model.week import monday_of
from scheduler.planning.spoken import shift_name
from scheduler.store.rosters import latest_roster


@get("/weeks/{monday:date}/publish", guards=[coordinators], include_in_schema=False)
async def preview_page(request: Asking, monday: FromPath[date]) -> Template:
    """Whom publishing would write to, and what stands in the way."""
    return await _preview_page(request, monday_of(monday))


async def _preview_page(
    request: Asking, monday: date, error: OpenDoorError | None = None, *, send_now: bool = False
) -> Template:
    hold = settings_of(request).letter_hold
    kept = await kept_week(request, monday)
    try:
        preview = await publishing.preview_publication(monday, datetime.now(UTC), hold)
    except NotFoundError:
        preview = None
    return page(
        request,
        "publishing/preview.html",
        title=f"Publish the week of {monday.day} {monday:%B}",
        status_code=status_of(error) if error else 200,
        kept=kept,
        monday=monday,
        preview=preview,
        published=await latest_roster(monday) is not None,
        minutes=hold // timedelta(minutes=1),
        send_now=send_now,
        problem=error.detail if error else "",
    )


@post("/weeks/{monday:date}/publish", guards=[coordinators], include_in_schema=False)
async def publish(request: Asking, monday: FromPath[date]) -> Redirect | Template:
    """Make the draft the roster and queue its letters."""
    form = Form(await request.form())
    seen, at_once = form.maybe_whole("revision"), form.ticked("send_now")
    try:
        done = await _publish(request, monday, seen, send_now=at_once)
    except (ConflictError, RuleBrokenError) as error:
        return await _preview_page(request, monday, error, send_now=at_once)
    return go(f"/weeks/{monday}", f"Version {done.roster.version} is published; {_outcome(done)}.")


def _outcome(done: Published) -> str:
    leaving = done.letters - done.waiting
    told = f"{plural(leaving, 'letter is', 'letters are')} on the way"
    if not done.waiting:
        return told
    held = f"{plural(done.waiting, 'letter waits', 'letters wait')} for further changes"
    return f"{told}, {held}" if leaving else held


async def _publish(request: Asking, monday: date, seen: int | None, *, send_now: bool) -> Published:
    settings = settings_of(request)
    return await publishing.publish(
        monday,
        person_of(request).email,
        datetime.now(UTC),
        Addresses(settings.base_url, settings.secret),
        seen,
        timedelta(0) if send_now else settings.letter_hold,
    )


# ---- for programs -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One person for whom something changes."""

    volunteer: int
    name: str
    shift: str
    role: str


@dataclass(frozen=True, slots=True)
class PreviewAnswer:
    """What publishing would do. Send ``revision`` back, so that nothing else is published."""

    revision: int
    letters: int
    waiting: int
    """How many of the letters would be held for some minutes, so that more can join them."""
    unchanged: int
    new: tuple[PersonChange, ...]
    changed: tuple[PersonChange, ...]
    released: tuple[PersonChange, ...]
    breaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """What publishing did."""

    version: int
    invited: int
    updated: int
    cancelled: int
    unchanged: int
    letters: int
    waiting: int
    """How many of the letters are held for some minutes, so that more can join them."""


@dataclass(frozen=True, slots=True)
class PublishOrder:
    """Which draft to publish; null goes ahead whatever it is now.

    ``send_now`` has every letter leave at once.
    """

    revision: int | None = None
    send_now: bool = False


@get("/api/weeks/{monday:date}/publish", guards=[coordinators], tags=["Publishing"])
async def preview_json(request: Asking, monday: FromPath[date]) -> PreviewAnswer:
    """Whom publishing the open draft would write to, and what stands in the way."""
    preview = await publishing.preview_publication(
        monday_of(monday), datetime.now(UTC), settings_of(request).letter_hold
    )
    found = preview.difference
    return PreviewAnswer(
        revision=preview.revision,
        letters=preview.letters,
        waiting=preview.waiting,
        unchanged=len(found.kept),
        new=tuple(_change(preview, p) for p in found.added),
        changed=tuple(_change(preview, after) for _, after in found.changed),
        released=tuple(_change(preview, p) for p in found.removed),
        breaches=tuple(b.sentence for b in preview.breaches),
    )


def _change(preview: PublishPreview, placement: Placement) -> PersonChange:
    return PersonChange(
        placement.volunteer,
        preview.week.volunteers[placement.volunteer].name,
        shift_name(preview.week, placement.session, placement.shift),
        placement.role.value,
    )


@post(
    "/api/weeks/{monday:date}/publish", guards=[coordinators], tags=["Publishing"], status_code=200
)
async def publish_json(
    request: Asking, monday: FromPath[date], data: JSONBody[PublishOrder]
) -> PublishedAnswer:
    """Make the open draft the roster; its letters leave in their own time."""
    done = await _publish(request, monday, data.revision, send_now=data.send_now)
    return PublishedAnswer(
        version=done.roster.version,
        invited=done.invited,
        updated=done.updated,
        cancelled=done.cancelled,
        unchanged=done.unchanged,
        letters=done.letters,
        waiting=done.waiting,
    )


ROUTES = [preview_page, publish, preview_json, publish_json]
