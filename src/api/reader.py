"""The API's description as a page of our own: nothing of it is fetched from elsewhere."""

from __future__ import annotations

from litestar import get
from litestar.response import Redirect, Template

from api.pages import page
from api.session import Asking


@get("/api/docs", include_in_schema=False)
async def api_reader(request: Asking) -> Redirect | Template:
    """Read and try the API; for people who are signed in."""
    if request.user is None:
        return Redirect("/sign-in?to=/api/docs", status_code=303)
    return page(request, "reader/api.html", title="For programs")


ROUTES = [api_reader]
