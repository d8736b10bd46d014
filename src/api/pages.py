"""Pages: one way to render them, with the places a person can go."""

from __future__ import annotations

from collections.abc import Sequence

from litestar.response import Redirect, Template

from api.session import Asking, flash_cookie, flashes_of
from scheduler.model.access import Access, Person

# (address, label, icon) of every place, in the order of the navigation
_PLACES: dict[Access, Sequence[tuple[str, str, str]]] = {
    Access.COORDINATOR: (
        ("/weeks", "Week", "calendar-days"),
        ("/runs", "Runs", "activity"),
        ("/demand", "Demand", "clipboard-list"),
        ("/people", "People", "users"),
        ("/capacity", "Capacity", "chart-no-axes-column"),
        ("/imports", "Import", "upload"),
        ("/letters", "Letters", "mail"),
        ("/rosters", "Rosters", "printer"),
    ),
    Access.OFFICE: (
        ("/rosters", "Roster", "calendar-days"),
        ("/demand", "Demand", "clipboard-list"),
    ),
    Access.VOLUNTEER: (
        ("/shifts", "My shifts", "calendar-days"),
        ("/availability", "Availability", "clock"),
        ("/seats", "Open seats", "door-open"),
        ("/profile", "Profile", "user-round"),
    ),
}
WAITING_AT = "/letters"
"""The place where answers by mail wait for a coordinator."""
_ROLES = {
    Access.COORDINATOR: "Coordinator",
    Access.OFFICE: "Office",
    Access.VOLUNTEER: "Volunteer",
}


def home_of(person: Person | None) -> str:
    """Where a person starts."""
    return "/" if person is None else _PLACES[person.access][0][0]


def page(
    request: Asking,
    template: str,
    *,
    title: str,
    status_code: int = 200,
    place: str = "",
    **context: object,
) -> Template:
    """Render a page with navigation, form token and flashes.

    ``place`` is the address of the navigation's entry the page belongs to, where its own
    address does not begin with it.
    """
    # An address of the wrong kind never reaches the middleware that knows the person.
    person: Person | None = request.scope.get("user")
    places = _PLACES[person.access] if person else ()
    path = place or request.url.path
    return Template(
        template,
        status_code=status_code,
        media_type="text/html",
        context={
            "title": title,
            "area": person.access.value if person else "",
            "nav": [
                {
                    "href": href,
                    "label": label,
                    "icon": icon,
                    "current": path.startswith(href),
                    "waiting": person.waiting if person and href == WAITING_AT else 0,
                }
                for href, label, icon in places
            ],
            "user": {"name": person.name, "role": _ROLES[person.access]} if person else None,
            "home": home_of(person),
            "account_path": "/profile" if person and person.volunteer else "/account",
            "csrf_token": request.scope.get("auth") or "",
            "flashes": flashes_of(request),
            **context,
        },
    )


def go(path: str, text: str = "", kind: str = "done") -> Redirect:
    """Answer a form: see the other page, with one sentence about what was done."""
    cookies = [flash_cookie(text, kind)] if text else []
    return Redirect(path, status_code=303, cookies=cookies)
