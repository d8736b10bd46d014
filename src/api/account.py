"""What everybody may read about what is kept."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from api.pages import page
from api.session import Asking, settings_of


@get("/privacy", include_in_schema=False)
async def privacy(request: Asking) -> Template:
    """What is kept, who sees it, and for how long."""
    return page(
        request,
        "account/privacy.html",
        title="What we keep, and who sees it",
        keeping=settings_of(request).keeping,
    )


ROUTES = [privacy]
