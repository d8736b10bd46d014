"""The web application: every page and every JSON address, put together."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import Litestar
from litestar.datastructures import State
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from api import wording
from api.errors import EXCEPTION_HANDLERS
from api.headers import add_security_headers
from api.seat_words import SEAT_FILTERS
from api.session import SignedInMiddleware, forget_flashes, require_form_token
from api.tongues import ENGLISH
from api.topics import ROUTES
from scheduler.actions.calendars import Drawings
from scheduler.busy.fetching import Outside
from scheduler.places import STATIC
from scheduler.settings import Settings
from scheduler.store.db import open_database

TEMPLATES = Path(__file__).parent / "templates"
LARGEST_BODY = 60 * 1024 * 1024
"""Six spreadsheets of at most 10 MB each."""


def create_app(settings: Settings, database_url: str, outside: Outside | None = None) -> Litestar:
    """The application for one installation; opens the database when it starts.

    ``outside`` is how people's own calendars are reached.
    """

    @asynccontextmanager
    async def database(_: Litestar) -> AsyncIterator[None]:
        async with open_database(database_url, hours_good_days=settings.hours_good_days):
            yield

    return Litestar(
        route_handlers=[
            *ROUTES,
            create_static_files_router(
                path="/static",
                directories=[STATIC],
                # Names carry a digest of the content, so a copy never grows old.
                cache_control=None,
                name="static",
                include_in_schema=False,
            ),
        ],
        lifespan=[database],
        state=first_state(settings, outside),
        middleware=[DefineMiddleware(SignedInMiddleware, exclude=["^/static/"])],
        before_request=require_form_token,
        after_request=forget_flashes,
        before_send=[add_security_headers],
        exception_handlers=EXCEPTION_HANDLERS,
        logging_config=None,  # the process that serves decides how it logs
        template_config=TemplateConfig(instance=_engine()),
        openapi_config=OpenAPIConfig(
            title="Open Door",
            version="1",
            description=(
                "Everything the pages do. Sign in with a mailed link, or send a token made by "
                "`opendoor user token` as `Authorization: Bearer ...`. Errors are "
                "application/problem+json (RFC 9457)."
            ),
            path="/api/schema",
            render_plugins=(),
            use_handler_docstrings=True,
            components=Components(
                security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}
            ),
            security=[{"token": []}],
        ),
        request_max_body_size=LARGEST_BODY,
        multipart_form_part_limit=2000,
    )


def first_state(settings: Settings, outside: Outside | None = None) -> State:
    """What the application remembers from one request to the next, at its start."""
    return State({"settings": settings, "drawings": Drawings(), "outside": outside or Outside()})


def _engine() -> JinjaTemplateEngine:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = _static
    environment.globals["english"] = ENGLISH
    environment.filters.update(wording.FILTERS)
    environment.filters.update(SEAT_FILTERS)
    return JinjaTemplateEngine.from_environment(environment)


def _static(name: str) -> str:
    return f"/static/{_manifest().get(name, name)}"


def _manifest() -> dict[str, str]:
    if not _MANIFEST:
        _MANIFEST.update(json.loads((STATIC / "manifest.json").read_text("utf-8")))
    return _MANIFEST


_MANIFEST: dict[str, str] = {}
