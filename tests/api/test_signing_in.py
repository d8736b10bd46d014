"""Signing in: one link, one use, the same answer for everybody, and never to another site."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient

from api.pace import Pace, network_of
from api.signing_in import LINKS_OF_A_NETWORK, own_path
from scheduler.actions.signing_in import LINKS_OF_AN_ADDRESS, make_link, make_token
from scheduler.errors import InvalidInputError
from tests.api.volunteers import letters_to
from tests.conftest import SignIn
from tests.support.installation import BASE_URL
from tests.support.worlds import COORDINATOR

pytestmark = pytest.mark.usefixtures("quiet_week")

ANA = "ana@example.org"


async def link_for(email: str) -> str:
    link = await make_link(email, BASE_URL, datetime.now(UTC), timedelta(minutes=1))
    return link.removeprefix(BASE_URL)


async def test_the_mailed_link_signs_in_and_goes_on(app_client: AsyncClient) -> None:
    await app_client.post("/sign-in", data={"email": ANA, "to": "/availability"})
    letters = await letters_to(ANA)
    path = str(letters[0].facts["action_url"]).removeprefix(BASE_URL)
    page = await app_client.get(path)
    assert 'name="to" value="/availability"' in page.text
    entered = await app_client.post(path.partition("?")[0], data={"to": "/availability"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/availability")
    assert (await app_client.get("/api/me")).json()["email"] == ANA


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_at_a_link_spends_nothing(app_client: AsyncClient, method: str) -> None:
    path = await link_for(ANA)
    for _ in range(3):
        assert (await app_client.request(method, path)).status_code == 200
    assert (await app_client.post(path)).status_code == 303


async def test_a_link_works_once_however_many_try(app_client: AsyncClient) -> None:
    path = await link_for(ANA)
    answers = await asyncio.gather(*(app_client.post(path) for _ in range(8)))
    assert sorted(a.status_code for a in answers) == [303] + [410] * 7


async def test_known_and_unknown_addresses_get_the_same_answer(app_client: AsyncClient) -> None:
    known = await app_client.post("/sign-in", data={"email": ANA})
    unknown = await app_client.post("/sign-in", data={"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(ANA, "") == unknown.text.replace("nobody@example.org", "")
    assert await letters_to("nobody@example.org") == []


async def test_whoever_asks_too_often_still_has_a_link_that_works(app_client: AsyncClient) -> None:
    for _ in range(LINKS_OF_AN_ADDRESS):
        assert (await app_client.post("/sign-in", data={"email": ANA})).status_code == 200
    refused = await app_client.post("/sign-in", data={"email": ANA})
    assert refused.status_code == 429
    assert "newest of them still works" in refused.text
    newest = str((await letters_to(ANA))[0].facts["action_url"])
    assert (await app_client.post(newest.removeprefix(BASE_URL))).status_code == 303


async def test_what_is_no_address_is_refused_and_kept(app_client: AsyncClient) -> None:
    page = await app_client.post("/sign-in", data={"email": "ana at example"})
    assert page.status_code == 422
    assert 'value="ana at example"' in page.text


async def test_whoever_is_signed_in_goes_on_at_once(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(app_client, ANA)
    assert (await app_client.get("/sign-in")).headers["location"] == "/shifts"
    there = await app_client.get("/sign-in?to=/availability")
    assert there.headers["location"] == "/availability"
    elsewhere = await app_client.get("/sign-in?to=//evil.example")
    assert elsewhere.headers["location"] == "/shifts"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil",
        "/@evil.example",
        "/sign-out",
        "",
    ],
)
def test_another_site_is_never_gone_on_to(path: str) -> None:
    assert own_path(path) == ""


@pytest.mark.parametrize("path", ["/", "/shifts", "/weeks/2026-12-07", "/availability?weeks=odd"])
def test_own_paths_are_gone_on_to(path: str) -> None:
    assert own_path(path) == path


async def test_signing_out_ends_the_session(app_client: AsyncClient, sign_in: SignIn) -> None:
    await sign_in(app_client, ANA)
    assert (await app_client.post("/sign-out")).status_code == 303
    assert (await app_client.get("/api/me")).status_code == 401


async def test_a_token_for_programs_needs_no_cookie(app_client: AsyncClient) -> None:
    token = await make_token(ANA, datetime.now(UTC))
    bearer = {"authorization": f"Bearer {token}"}
    assert (await app_client.get("/api/me", headers=bearer)).json()["email"] == ANA
    confirmed = await app_client.post("/api/availability/confirm", headers=bearer)
    assert confirmed.status_code == 200
    wrong = {"authorization": "Bearer made-up"}
    assert (await app_client.get("/api/me", headers=wrong)).status_code == 401


async def test_a_token_ends_and_belongs_to_someone(app_client: AsyncClient) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=31)
    bearer = {"authorization": f"Bearer {await make_token(ANA, long_ago)}"}
    assert (await app_client.get("/api/me", headers=bearer)).status_code == 401
    for email, lasts in (("nobody@example.org", timedelta(days=1)), (ANA, timedelta(days=999))):
        with pytest.raises(InvalidInputError):
            await make_token(email, datetime.now(UTC), lasts)


async def test_the_api_reader_is_for_people_who_are_signed_in(
    app_client: AsyncClient, sign_in: SignIn
) -> None:
    assert (await app_client.get("/api/docs")).headers["location"] == "/sign-in?to=/api/docs"
    await sign_in(app_client, COORDINATOR)
    page = await app_client.get("/api/docs")
    assert "/static/swagger-ui/swagger-ui-bundle-" in page.text
    assert (await app_client.get("/account")).status_code == 200


def test_a_network_has_its_pace_and_others_theirs() -> None:
    pace = Pace(LINKS_OF_A_NETWORK, timedelta(minutes=10))
    now = datetime(2026, 12, 7, tzinfo=UTC)
    assert all(pace.allows("192.0.2.1", now) for _ in range(LINKS_OF_A_NETWORK))
    assert not pace.allows("192.0.2.1", now)
    assert pace.allows("192.0.2.2", now)
    assert pace.allows("192.0.2.1", now + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", "unknown"),
    ],
)
def test_what_counts_as_one_network(host: str, network: str) -> None:
    assert network_of(host) == network
