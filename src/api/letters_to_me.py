"""The page behind "no more of these letters". Opening it changes nothing; programs post to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import HttpMethod, Response, post, route
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from api.forms import Form
from api.pages import go
from api.session import Asking, settings_of
from api.tongues import letter_page, tongue_for
from scheduler.actions.letters_wanted import choose_by_link, read_link
from scheduler.errors import InvalidInputError, NotFoundError, OpenDoorError
from scheduler.mail.links import LinkExpiredError, LinkTamperedError, Purpose
from scheduler.mail.unsubscribe import ONE_CLICK_FORM
from scheduler.model.digests import Rhythm

DEAD: dict[type[OpenDoorError], int] = {
    LinkTamperedError: 404,
    NotFoundError: 404,
    LinkExpiredError: 410,
}
_PATHS = ["/letters-to-me/{token:str}", "/reminders/{token:str}"]
"""The second is in reminders that left before there were other letters to end."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page says about one kind of letter.

    ``offers`` are the buttons, the first the one that people come for; ``done`` is what the
    page says after each of them, a heading and a sentence. ``place`` is where its reader goes
    on: an address and its name.
    """

    title: str
    lead: str
    offers: Mapping[Rhythm, str]
    done: Mapping[Rhythm, tuple[str, str]]
    keep: str
    place: tuple[str, str]


_SHIFTS = ("/sign-in?to=/shifts", "See my shifts")
CHOICES: dict[Purpose, Choice] = {
    Purpose.NO_REMINDERS: Choice(
        "No more reminders?",
        "We remind you two days and two hours before a shift, and a week before it where you "
        "have not answered yet. Invitations, changes and cancellations reach you either way.",
        {Rhythm.OFF: "Stop reminders", Rhythm.DAILY: "Have reminders again"},
        {
            Rhythm.OFF: (
                "No more reminders",
                "Done. Invitations, changes and cancellations still reach you.",
            ),
            Rhythm.DAILY: (
                "You will be reminded",
                "Two days and two hours before each shift, and a week before an unanswered one.",
            ),
        },
        "Keep them",
        _SHIFTS,
    ),
    Purpose.NO_HOURS: Choice(
        "No more questions about your hours?",
        "Every few weeks we ask whether your hours are still right, so that nobody counts on you "
        "in vain. Everything about your shifts reaches you either way.",
        {Rhythm.OFF: "Stop asking me", Rhythm.DAILY: "Ask me again"},
        {
            Rhythm.OFF: (
                "We do not ask any more",
                "Done. When your hours change, please change them under Availability.",
            ),
            Rhythm.DAILY: ("We will ask you", "A week before your hours stop being confirmed."),
        },
        "Keep asking me",
        ("/sign-in?to=/availability", "See my hours"),
    ),
    Purpose.DIGEST: Choice(
        "How often shall the digest come?",
        "It comes in the morning of every day on which there is something to say. You can have "
        "it on Mondays only, or not at all.",
        {
            Rhythm.OFF: "Stop it",
            Rhythm.WEEKLY: "Mondays only",
            Rhythm.DAILY: "Every day with news",
        },
        {
            Rhythm.OFF: ("No more digests", "Done. You see how things stand when you sign in."),
            Rhythm.WEEKLY: (
                "A digest on Mondays",
                "Done. It says how the week stands.",
            ),
            Rhythm.DAILY: ("A digest every day with news", "Done. It comes in the morning."),
        },
        "Leave it as it is",
        ("/sign-in?to=/account", "My account"),
    ),
}


@route(_PATHS, http_method=[HttpMethod.GET, HttpMethod.HEAD], include_in_schema=False)
async def look(request: Asking, token: FromPath[str], done: FromQuery[str] = "") -> Template:
    """Ask whether these letters shall end, or say what was chosen."""
    try:
        found = read_link(token, datetime.now(UTC), settings_of(request).secret)
    except tuple(DEAD) as error:
        return await _dead(request, token, error)
    choice = CHOICES[found.purpose]
    chosen = Rhythm(done) if done in set(choice.done) else None
    return letter_page(
        request,
        await tongue_for(request, token),
        "letters_to_me/choose.html",
        title=choice.title if chosen is None else choice.done[chosen][0],
        path=request.url.path,
        choice=choice,
        chosen=chosen,
        offers=[(r, label) for r, label in choice.offers.items() if _is_offered(r, chosen, choice)],
    )


def _is_offered(rhythm: Rhythm, chosen: Rhythm | None, choice: Choice) -> bool:
    """Before the choice what ends or thins the letters; afterwards every other choice."""
    if chosen is None:
        return rhythm is not Rhythm.DAILY or Rhythm.WEEKLY in choice.offers
    return rhythm is not chosen


@post(_PATHS, include_in_schema=False)
async def change(request: Asking, token: FromPath[str]) -> Redirect | Template | Response[str]:
    """Stop these letters, or have them again. RFC 8058: one click, no page, no sign-in."""
    form = Form(await request.form())
    name, _, value = ONE_CLICK_FORM.partition("=")
    one_click = form.text(name) == value
    now, secret = datetime.now(UTC), settings_of(request).secret
    try:
        read_link(token, now, secret)
        rhythm = Rhythm.OFF if one_click else _chosen(form)
        await choose_by_link(token, rhythm, now, secret)
    except tuple(DEAD) as error:
        return await _dead(request, token, error)
    if one_click:
        return Response("", status_code=200, media_type="text/plain")
    return go(f"{request.url.path}?done={rhythm.value}")


def _chosen(form: Form) -> Rhythm:
    found = form.text("want")
    if found not in set(Rhythm):
        sentence = "Choose one of the buttons of the page."
        raise InvalidInputError(sentence, faults=[("want", sentence)])
    return Rhythm(found)


async def _dead(request: Asking, token: str, error: OpenDoorError) -> Template:
    status = next(code for kind, code in DEAD.items() if isinstance(error, kind))
    return letter_page(
        request,
        await tongue_for(request, token),
        "letters_to_me/dead_link.html",
        title="This link does not work any more",
        status_code=status,
        detail=error.detail,
    )


ROUTES = [look, change]
