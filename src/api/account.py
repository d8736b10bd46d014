"""What everybody may read about what is kept, and the account of who is signed in."""

from __future__ import annotations

from litestar import get
from litestar.response import Redirect, Template

from api.pages import page
from api.session import Asking, person_of, signed_in


@get("/privacy", include_in_schema=False)
async def privacy(request: Asking) -> Template:
    """What is kept, who sees it, and for how long."""
    return page(request, "account/privacy.html", title="What we keep, and who sees it")


@get("/account", include_in_schema=False, guards=[signed_in])
async def account(request: Asking) -> Redirect | Template:
    """Who is signed in; volunteers have a profile instead."""
    person = person_of(request)
    if person.volunteer is not None:
        return Redirect("/profile", status_code=303)
    return page(request, "account/mine.html", title="My account", me=person)


ROUTES = [privacy, account]
