"""Profile: all that is on file about me, and what I may change."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from scheduler.model.people import Volunteer
from scheduler.store.week import volunteer_by_id
from tests.api.volunteers import number_of
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("quiet_week")

ANA = "ana@example.org"
FIELDS = {
    "phone": "+1 212 555 0199",
    "language": "es",
    "remote": "yes",
    "hours": "2.5",
    "home": "queens",
    "offices": ["bronx", "queens"],
}


@pytest.fixture
async def ana(app_client: AsyncClient, sign_in: SignIn) -> AsyncClient:
    """A browser in which Ana is signed in."""
    await sign_in(app_client, ANA)
    return app_client


async def on_file() -> Volunteer:
    person = await volunteer_by_id(await number_of(ANA))
    assert person is not None
    return person


async def test_the_page_shows_everything_and_who_sees_it(ana: AsyncClient) -> None:
    page = (await ana.get("/profile")).text
    for words in ("Ana Reyes", ANA, "+1 212 555 0101", "NY 1000001", "Bar association", "Asylum"):
        assert words in page
    assert page.count("Seen by") >= 10


async def test_saving_changes_what_is_mine_and_nothing_else(ana: AsyncClient) -> None:
    before = await on_file()
    answer = await ana.post("/profile", data=FIELDS | {"kind": "intake", "matters": "visa"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/profile")
    after = await on_file()
    assert (after.phone, after.language, after.remote) == ("+1 212 555 0199", "es", True)
    assert (after.pledge_minutes, after.offices) == (150, ("queens", "bronx"))
    assert (after.kind, after.matters, after.credential) == (
        before.kind,
        before.matters,
        before.credential,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "A12 345 678 is my client"),
        ("language", "tlh"),
        ("hours", "many"),
        ("hours", "61"),
        ("hours", "nan"),
        ("home", "atlantis"),
    ],
)
async def test_what_cannot_be_saved_is_named_and_kept_on_the_page(
    ana: AsyncClient, field: str, value: str
) -> None:
    before = await on_file()
    page = await ana.post("/profile", data=FIELDS | {field: value})
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert 'value="+1 212 555 0199"' in page.text or field == "phone"
    assert await on_file() == before


async def test_programs_read_and_change_the_same(ana: AsyncClient) -> None:
    found = (await ana.get("/api/profile")).json()
    assert (found["name"], found["kind"]) == ("Ana Reyes", "Attorney")
    mine = {key: found[key] for key in ("phone", "language", "remote", "pledge_minutes", "offices")}
    changed = await ana.put("/api/profile", json=mine | {"pledge_minutes": 60})
    assert changed.json()["pledge_minutes"] == 60
    nowhere = await ana.put("/api/profile", json=mine | {"offices": []})
    assert nowhere.status_code == 422


async def test_everybody_may_read_what_is_kept(app_client: AsyncClient) -> None:
    page = await app_client.get("/privacy")
    assert page.status_code == 200
    assert "About the people who come for help: nothing" in page.text
