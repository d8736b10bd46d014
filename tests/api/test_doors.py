"""What holds for every door: someone guards it, its document is sound, its errors are told."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.routes import HTTPRoute
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.app import create_app
from api.errors import status_of
from api.session import SAFE
from scheduler import errors
from tests.conftest import OpenClient
from tests.support.installation import BASE_URL, settings_for
from tests.support.worlds import World

PUBLIC = {
    "/": "the way in",
    "/sign-in": "how one signs in",
    "/sign-in/{token:str}": "the mailed link is the proof",
    "/health": "for machines that look after this one",
    "/answer/{token:str}": "the link of a letter is the proof",
    "/answer/{token:str}/decline": "the same",
    "/answer/{token:str}/seats": "the same",
    "/api/answers/{token:str}": "the same",
    "/reminders/{token:str}": "the link of a reminder is the proof",
    "/letters-to-me/{token:str}": "the link of a letter is the proof",
    "/hours/{token:str}": "the link of a letter is the proof",
    "/webhooks/sendgrid/events": "SendGrid's signature is the proof",
    "/webhooks/sendgrid/inbound": "the key in the address, or a signature, is the proof",
    "/calendar/{name:str}": "the address itself is the secret",
    "/privacy": "what is kept, for anyone to read",
    "/api/docs": "sends whoever is not signed in to sign in",
    "/{rest:path}": "the page that says there is nothing",
}
"""Addresses without a guard, and why they need none. Any other must have one."""


NEVER_OPENED = "postgresql:///never-opened"
Door = tuple[str, HTTPRouteHandler]


@pytest.fixture(scope="module")
def closed_app() -> Litestar:
    """The application without its database: guards come first."""
    return create_app(settings_for(NEVER_OPENED), NEVER_OPENED)


@pytest.fixture(scope="module")
def doors(closed_app: Litestar) -> list[Door]:
    """Every address with what answers there."""
    return [
        (route.path, handler)
        for route in closed_app.routes
        if isinstance(route, HTTPRoute) and not route.path.startswith(("/static", "/api/schema"))
        for handler in route.route_handlers
        if handler.http_methods != {"OPTIONS"}
    ]


def test_every_address_is_guarded_or_public_on_purpose(doors: list[Door]) -> None:
    unguarded = {path for path, handler in doors if not handler.resolve_guards()}
    assert unguarded == set(PUBLIC)


async def test_nobody_gets_in_without_signing_in(closed_app: Litestar, doors: list[Door]) -> None:
    let_in = []
    async with AsyncClient(transport=ASGITransport(closed_app), base_url=BASE_URL) as client:
        for path, handler in doors:
            if not handler.resolve_guards():
                continue
            for method in handler.http_methods - {"HEAD"}:
                answer = await client.request(method, _some_address(path))
                to_the_door = answer.headers.get("location", "").startswith("/sign-in")
                if answer.status_code != 401 and not to_the_door:
                    let_in.append((method, path, answer.status_code))
    assert let_in == []


def _some_address(path: str) -> str:
    known = {"monday": "2026-12-07", "day": "2026-12-07", "week": "2026-12-07"}
    return re.sub(r"{(\w+):\w+}", lambda found: known.get(found.group(1), "1"), path)


def test_nothing_both_looks_and_changes(doors: list[Door]) -> None:
    assert [path for path, h in doors if h.http_methods & SAFE and h.http_methods - SAFE] == []


def test_the_web_never_loads_the_solvers_engine() -> None:
    """It takes seconds to load and hundreds of megabytes; only workers and the shell need it."""
    asked = "import api.app, sys; print('ortools' in sys.modules)"
    said = subprocess.run(  # noqa: S603 - Python itself
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"


async def test_the_openapi_document_is_valid_and_complete(
    open_client: OpenClient, quiet_week: World, doors: list[Door]
) -> None:
    client = await open_client(quiet_week.coordinator)
    answer = await client.get("/api/schema/openapi.json")
    assert answer.status_code == 200
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()
    described = {path for path in document["paths"] if path.startswith("/api/")}
    served = {
        re.sub(r":\w+", "", path)
        for path, handler in doors
        if path.startswith("/api/") and handler.resolve_include_in_schema()
    }
    assert described == served
    undescribed = [
        f"{method} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if not (operation.get("description") or operation.get("summary"))
    ]
    assert undescribed == []


# ---- errors ---------------------------------------------------------------------


def tree(kind: type[errors.OpenDoorError]) -> Iterator[type[errors.OpenDoorError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


EVERY_ERROR = sorted(set(tree(errors.OpenDoorError)), key=lambda kind: kind.__name__)


def one_of(kind: type[errors.OpenDoorError]) -> errors.OpenDoorError:
    """An error of its class, with something for everything it wants to know."""
    wanted = inspect.signature(kind).parameters.values()
    return kind(*("Something." for p in wanted if p.default is p.empty))


@pytest.fixture(scope="module")
def breaking_app() -> Litestar:
    """An application with doors that fail in every known way, and in one nobody knows."""

    async def fail(kind: FromPath[str]) -> None:
        raise one_of(next(known for known in EVERY_ERROR if known.__name__ == kind))

    @get("/api/broken")
    async def broken() -> None:
        raise ZeroDivisionError("the secret of the house")

    app = create_app(settings_for(NEVER_OPENED), NEVER_OPENED)
    app.register(get("/breaks/{kind:str}")(fail))
    app.register(get("/api/breaks/{kind:str}")(fail))
    app.register(broken)
    return app


@pytest.mark.parametrize("kind", EVERY_ERROR, ids=lambda kind: kind.__name__)
async def test_every_error_becomes_a_page_and_a_problem(
    kind: type[errors.OpenDoorError], breaking_app: Litestar
) -> None:
    status = status_of(one_of(kind))
    async with AsyncClient(transport=ASGITransport(breaking_app), base_url=BASE_URL) as client:
        page = await client.get(f"/breaks/{kind.__name__}")
        problem = await client.get(f"/api/breaks/{kind.__name__}")
    assert problem.status_code == status
    assert problem.headers["content-type"].startswith("application/problem+json")
    told = problem.json()
    assert (told["status"], told["detail"]) == (status, one_of(kind).detail)
    assert told["title"]
    if status == 401:
        assert page.headers["location"].startswith("/sign-in")
        return
    assert page.status_code == status
    assert "<h1" in page.text
    assert "Traceback" not in page.text


async def test_a_defect_tells_its_number_and_nothing_else(
    breaking_app: Litestar, caplog: pytest.LogCaptureFixture
) -> None:
    async with AsyncClient(transport=ASGITransport(breaking_app), base_url=BASE_URL) as client:
        told = (await client.get("/api/broken")).json()
    assert told["status"] == 500
    assert "secret" not in str(told)
    number = re.search(r"number (\w+)", told["detail"])
    assert number
    assert number.group(1) in caplog.text
