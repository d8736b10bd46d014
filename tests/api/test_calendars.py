"""Calendar addresses: for whoever holds one, as long as it holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from httpx import AsyncClient

from scheduler.actions.calendars import new_feed_address
from scheduler.store.db import rows
from scheduler.store.feeds import Subject
from tests.api.volunteers import first_shift
from tests.conftest import OpenClient, SignIn
from tests.support.installation import BASE_URL
from tests.support.worlds import COORDINATOR, OFFICE

pytestmark = pytest.mark.usefixtures("published_week")

DANA = "dana@example.org"


@pytest.fixture
async def dana(app_client: AsyncClient, sign_in: SignIn) -> AsyncClient:
    """A browser in which Dana is signed in."""
    await sign_in(app_client, DANA)
    return app_client


async def new_address(dana: AsyncClient) -> str:
    answer = await dana.post("/api/shifts/calendar")
    assert answer.status_code == 201
    address: str = answer.json()["address"]
    return address


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


async def test_the_feed_holds_the_shift_under_its_letters_uid(dana: AsyncClient) -> None:
    feed = await dana.get(await new_address(dana))
    assert feed.status_code == 200
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert feed.headers["cache-control"] == "private, no-cache"
    shift = await first_shift(DANA)
    assert f"UID:{shift.uid}" in unfolded(feed.text)
    assert "METHOD:PUBLISH" in feed.text
    for private in ("DACA", "Levi", DANA):
        assert private not in unfolded(feed.text)


async def test_what_has_not_changed_is_not_sent_again(dana: AsyncClient) -> None:
    address = await new_address(dana)
    mark = (await dana.get(address)).headers["etag"]
    for known in (mark, f"W/{mark}", f'"other", {mark}'):
        again = await dana.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == mark
    assert (await dana.get(address, headers={"if-none-match": '"other"'})).status_code == 200
    assert (await dana.head(address)).status_code == 200


async def test_a_new_address_ends_the_old_one(dana: AsyncClient) -> None:
    old, new = await new_address(dana), await new_address(dana)
    assert (await dana.get(old)).status_code == 404
    assert (await dana.get(new)).status_code == 200


@pytest.mark.parametrize("path", ["/calendar/unknown.ics", "/calendar/unknown", "/calendar/.ics"])
async def test_an_unknown_address_is_nothing(app_client: AsyncClient, path: str) -> None:
    assert (await app_client.get(path)).status_code == 404


async def test_a_shift_given_back_stays_cancelled_for_thirty_days(dana: AsyncClient) -> None:
    address = await new_address(dana)
    shift = await first_shift(DANA)
    await dana.post(f"/api/shifts/{shift.uid}/reply", json={"reply": "declined"})
    assert "STATUS:CANCELLED" in (await dana.get(address)).text
    past = datetime.now(UTC) - timedelta(days=31)
    await rows("UPDATE assignment SET released_at = $1 WHERE released_at IS NOT NULL", past)
    assert shift.uid not in unfolded((await dana.get(address)).text)


async def test_the_address_is_shown_once_and_only_its_hash_is_kept(dana: AsyncClient) -> None:
    answer = await dana.post("/shifts/calendar")
    assert answer.headers["location"] == "/shifts/calendar"
    page = (await dana.get("/shifts/calendar")).text
    assert f"{BASE_URL}/calendar/" in page
    dana.cookies.delete("calendar-address")
    assert "it cannot be shown again" in (await dana.get("/shifts/calendar")).text


async def test_an_office_subscribes_to_its_roster(app_client: AsyncClient) -> None:
    address = await new_feed_address(BASE_URL, "the tests", Subject("bronx"))
    feed = await app_client.get(address)
    assert feed.status_code == 200
    assert unfolded(feed.text).count("BEGIN:VEVENT") == 2
    assert "example.org" not in unfolded(feed.text).replace("meet.example.org", "")


async def test_withdrawn_an_address_is_nothing_and_another_can_be_made(dana: AsyncClient) -> None:
    address = await new_address(dana)
    asked = await dana.get("/shifts/calendar/withdraw")
    assert "Withdraw your address?" in asked.text
    assert (await dana.get(address)).status_code == 200  # asking changes nothing
    done = await dana.post("/shifts/calendar/withdraw")
    assert done.headers["location"] == "/shifts/calendar"
    assert (await dana.get(address)).status_code == 404
    page = await dana.get("/shifts/calendar")
    assert "no longer works" in page.text
    assert "Make my address" in page.text
    assert (await dana.get(await new_address(dana))).status_code == 200
    assert (await dana.delete("/api/shifts/calendar")).status_code == 204


@pytest.mark.parametrize("where", ["/rosters/calendar", "/offices/bronx/calendar"])
async def test_coordinators_make_and_withdraw_addresses_of_offices(
    open_client: OpenClient, app_client: AsyncClient, where: str
) -> None:
    cora = await open_client(COORDINATOR)
    assert "Make the address" in (await cora.get(where)).text
    shown = await cora.post(where)
    (address,) = re.findall(r'value="(http[^"]+\.ics)"', shown.text)
    assert (await app_client.get(address)).status_code == 200
    assert "Withdraw it" in (await cora.get(where)).text
    assert "Withdraw this address?" in (await cora.get(f"{where}/withdraw")).text
    assert (await cora.post(f"{where}/withdraw")).headers["location"] == where
    assert (await app_client.get(address)).status_code == 404
    newer = (await cora.post(f"/api{where}")).json()["address"]
    assert (await cora.delete(f"/api{where}")).status_code == 204
    assert (await app_client.get(newer)).status_code == 404


async def test_an_office_has_no_address_of_all_offices(open_client: OpenClient) -> None:
    bronx = await open_client(OFFICE)
    for method in ("get", "post"):
        assert (await bronx.request(method, "/rosters/calendar")).status_code == 403
    assert (await bronx.delete("/api/offices/queens/calendar")).status_code == 403
