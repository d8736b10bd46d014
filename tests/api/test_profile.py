"""Profile: all that is on file about me, and what I may change."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from scheduler.model.people import Relay, Volunteer
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


async def on_file(email: str = ANA) -> Volunteer:
    person = await volunteer_by_id(await number_of(email))
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


# ---- what one interprets only into another language -------------------------------

CHANTAL = "chantal@example.org"
ROWS = {
    **FIELDS,
    "home": "bronx",
    "offices": [],
    "relays": "yes",
    "relays.1.language": "mam",
    "relays.1.bridge": "es",
    "relays.2.language": "quc",
    "relays.2.bridge": "es",
    "relays.3.language": "",
    "relays.3.bridge": "",
}
TWO = (Relay("mam", "es"), Relay("quc", "es"))


@pytest.fixture
async def chantal(app_client: AsyncClient, sign_in: SignIn) -> AsyncClient:
    """A browser in which Chantal is signed in, who interprets Haitian Creole."""
    await sign_in(app_client, CHANTAL)
    return app_client


async def test_an_interpreter_says_what_goes_only_into_another_language(
    chantal: AsyncClient,
) -> None:
    assert "Languages I interpret, but not into English" in (await chantal.get("/profile")).text
    assert (await chantal.post("/profile", data=ROWS)).status_code == 303
    assert (await on_file(CHANTAL)).relays == TWO
    page = (await chantal.get("/profile")).text
    assert '<option value="mam" selected>Mam</option>' in page
    assert 'id="relays-3-language"' in page, "room for another"
    assert (
        await chantal.post("/profile", data=ROWS | {"relays.1.language": ""})
    ).status_code == 422
    emptied = ROWS | {"relays.1.language": "", "relays.1.bridge": ""}
    assert (await chantal.post("/profile", data=emptied)).status_code == 303
    assert (await on_file(CHANTAL)).relays == TWO[1:]


async def test_more_rows_come_without_saving(chantal: AsyncClient) -> None:
    page = await chantal.post("/profile", data=ROWS | {"step": "more"})
    assert page.status_code == 200
    assert 'id="relays-5-language"' in page.text
    assert '<option value="quc" selected>' in page.text
    assert (await on_file(CHANTAL)).relays == ()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (
            {"relays.2.bridge": ""},
            "relays-2-bridge",
            "Choose what you interpret K&#39;iche&#39; into.",
        ),
        ({"relays.1.language": ""}, "relays-1-language", "Choose the language that you interpret."),
        ({"relays.1.language": "tlh"}, "relays-1-language", "Choose the language that you"),
        ({"relays.1.bridge": "mam"}, "relays-1-bridge", "Mam cannot be interpreted into Mam"),
        ({"relays.1.bridge": "en"}, "relays-1-bridge", "Only languages other than English"),
        ({"relays.2.language": "mam"}, "relays-2-language", "Mam into Spanish is there twice"),
        (
            {"relays.2.language": "ht"},
            "relays-2-language",
            "On file you interpret Haitian Creole into English. Take it out here, or ask your",
        ),
    ],
)
async def test_what_cannot_be_meant_is_named_at_its_row(
    chantal: AsyncClient, typed: dict[str, str], field: str, words: str
) -> None:
    page = await chantal.post("/profile", data=ROWS | typed)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert words in page.text
    assert (await on_file(CHANTAL)).relays == ()


async def test_programs_say_it_by_code_and_leave_it_by_leaving_it_out(
    chantal: AsyncClient,
) -> None:
    found = (await chantal.get("/api/profile")).json()
    assert (found["interprets"], found["relays"]) == (["ht"], [])
    mine = {key: found[key] for key in ("phone", "language", "remote", "pledge_minutes", "offices")}
    said = mine | {"relays": [{"language": "mam", "bridge": "es"}]}
    assert (await chantal.put("/api/profile", json=said)).json()["relays"] == said["relays"]
    assert (await chantal.put("/api/profile", json=mine)).json()["relays"] == said["relays"]
    twice = mine | {"relays": said["relays"] * 2}
    refused = await chantal.put("/api/profile", json=twice)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "relays.2.language"


async def test_who_is_no_interpreter_is_not_asked(ana: AsyncClient) -> None:
    assert "but not into English" not in (await ana.get("/profile")).text
    found = (await ana.get("/api/profile")).json()
    mine = {key: found[key] for key in ("phone", "language", "remote", "pledge_minutes", "offices")}
    said = mine | {"relays": [{"language": "mam", "bridge": "es"}]}
    refused = await ana.put("/api/profile", json=said)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "relays")


async def test_everybody_may_read_what_is_kept(app_client: AsyncClient) -> None:
    page = await app_client.get("/privacy")
    assert page.status_code == 200
    assert "About the people who come for help: nothing" in page.text
