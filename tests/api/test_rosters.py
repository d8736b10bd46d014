from __future__ import annotations

import csv
import io
from datetime import timedelta

from httpx import AsyncClient
from pypdf import PdfReader

from tests.conftest import SignIn
from tests.support.worlds import World


async def test_an_office_lands_on_its_own_roster(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.office)
    start = await app_client.get("/rosters")
    assert (start.status_code, start.headers["location"]) == (
        303,
        f"/offices/bronx/rosters/{published_week.monday}",
    )
    page = await app_client.get(start.headers["location"])
    assert page.status_code == 200
    for expected in ("Ana Reyes", "Adviser", "Asylum", "Spanish", "No answer yet", "Version 1"):
        assert expected in page.text


async def test_a_roster_tells_no_address_and_no_phone(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.office)
    where = f"/offices/bronx/rosters/{published_week.monday}"
    answers = [await app_client.get(where), await app_client.get(f"/api{where}")]
    answers += [await app_client.get(f"{where}/roster.csv")]
    for answer in answers:
        assert "555 010" not in answer.text
        assert "ana@example.org" not in answer.text


async def test_a_roster_comes_as_pdf_xlsx_and_csv(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.office)
    where = f"/offices/bronx/rosters/{published_week.monday}/roster"
    pdf = await app_client.get(f"{where}.pdf")
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 1
    assert pdf.headers["content-disposition"] == (
        f'attachment; filename="roster-bronx-{published_week.monday}.pdf"'
    )
    assert (await app_client.get(f"{where}.xlsx")).content.startswith(b"PK")
    rows = list(csv.reader(io.StringIO((await app_client.get(f"{where}.csv")).text)))
    assert len(rows) == 9
    for other in (".exe", "", ".pdf.pdf"):
        assert (await app_client.get(f"{where}{other}")).status_code == 404


async def test_an_unpublished_week_says_what_comes_next(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    where = f"/offices/bronx/rosters/{quiet_week.monday}"
    page = await app_client.get(where)
    assert page.status_code == 200
    assert "Nothing is published for this week yet" in page.text
    assert (await app_client.get(f"/api{where}")).status_code == 404
    assert (await app_client.get(f"{where}/roster.pdf")).status_code == 404


async def test_an_office_sees_no_other_office(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.office)
    for where in (
        f"/offices/queens/rosters/{published_week.monday}",
        f"/api/offices/queens/rosters/{published_week.monday}/roster.pdf",
        "/offices/queens/calendar",
    ):
        assert (await app_client.get(where)).status_code == 403


async def test_a_coordinator_sees_every_office_by_week(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    page = await app_client.get("/rosters")
    for office in ("Bronx / Westchester", "Queens West", "Hotline"):
        assert office in page.text
    assert "No earlier weeks" in (await app_client.get("/rosters?past=true")).text
    assert (await app_client.get("/offices/nowhere/rosters")).status_code == 404


async def test_a_week_is_named_by_its_monday(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.office)
    tuesday = published_week.monday + timedelta(days=1)
    page = await app_client.get(f"/offices/bronx/rosters/{tuesday}")
    assert page.status_code == 404
    assert str(published_week.monday) in page.text


async def test_a_calendar_address_is_shown_once_and_replaced(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.office)
    where = "/offices/bronx/calendar"
    assert "/calendar/" not in (await app_client.get(where)).text.replace(where, "")
    first = (await app_client.post(f"/api{where}")).json()["address"]
    second = (await app_client.post(f"/api{where}")).json()["address"]
    assert first != second
    assert first.endswith(".ics")
    shown = await app_client.post(where)
    assert "Your new address" in shown.text
    again = await app_client.get(where)
    assert "An address was made for this office already" in again.text
    assert second not in again.text


async def test_programs_list_the_offices(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    found = (await app_client.get("/api/offices")).json()
    assert [o["key"] for o in found] == ["bronx", "queens", "hotline"]
    assert found[2]["hotline"] is True
