from __future__ import annotations

from httpx import AsyncClient, Response

from tests.conftest import SignIn
from tests.support.worlds import World

PEOPLE = b"name,email,kind\nZoe Ray,zoe@example.org,Attorney\n"
MIXED = b"name,email,kind\nZoe Ray,zoe@example.org,Attorney\nBad One,not-an-address,Wizard\n"


async def upload(client: AsyncClient, *files: tuple[str, bytes]) -> Response:
    return await client.post("/imports", files=[("files", file) for file in files])


async def has_person(client: AsyncClient, email: str) -> bool:
    found = await client.get("/api/people", params={"search": email})
    return bool(found.json()["total"])


async def test_an_upload_is_looked_through_and_then_applied(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    kept = await upload(app_client, ("volunteers.csv", PEOPLE))
    assert kept.status_code == 303
    where = kept.headers["location"]
    page = await app_client.get(where)
    assert "Zoe Ray (zoe@example.org)" in page.text
    assert not await has_person(app_client, "zoe@example.org")
    assert where in (await app_client.get("/imports")).text
    done = await app_client.post(f"{where}/apply")
    assert done.headers["location"] == "/imports"
    assert await has_person(app_client, "zoe@example.org")
    assert (await app_client.post(f"{where}/apply")).status_code == 404


async def test_a_bad_row_stops_it_unless_it_is_left_out(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    where = (await upload(app_client, ("volunteers.csv", MIXED))).headers["location"]
    page = (await app_client.get(where)).text
    for expected in ("not-an-address", "volunteers.csv", "Go on without it"):
        assert expected in page
    refused = await app_client.post(f"{where}/apply")
    assert refused.status_code == 422
    assert not await has_person(app_client, "zoe@example.org")
    assert "1 bad row" in (await app_client.get(f"{where}/without")).text
    await app_client.post(f"{where}/apply", data={"skip": "yes"})
    assert await has_person(app_client, "zoe@example.org")


async def test_remarks_come_as_a_sheet(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    where = (await upload(app_client, ("volunteers.csv", MIXED))).headers["location"]
    found = await app_client.get(f"{where}/findings.csv")
    assert found.headers["content-type"].startswith("text/csv")
    assert "bad,volunteers.csv,3,email" in found.text


async def test_what_is_put_away_is_gone(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    where = (await upload(app_client, ("volunteers.csv", PEOPLE))).headers["location"]
    await app_client.post(f"{where}/put-away")
    assert (await app_client.get(where)).status_code == 404
    assert not await has_person(app_client, "zoe@example.org")


async def test_two_files_of_one_name_are_both_kept(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    other = PEOPLE.replace(b"zoe", b"yan")
    kept = await upload(app_client, ("a/volunteers.csv", PEOPLE), ("b/volunteers.csv", other))
    page = (await app_client.get(kept.headers["location"])).text
    assert "This is a second sheet of volunteers" in page


async def test_odd_uploads_are_answered_in_words(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    nothing = await app_client.post("/imports", files={"other": ("x.csv", b"")})
    assert nothing.status_code == 422
    assert "Choose at least one spreadsheet" in nothing.text
    many = await upload(app_client, *((f"{n}.csv", PEOPLE) for n in range(13)))
    assert many.status_code == 422
    assert "at most 12 files" in many.text
    for name, content in (
        ("volunteers.xlsx", b"PK\x03\x04 not a workbook"),
        ("volunteers.csv", b"\x00\x01\x02"),
        ("old.xls", b"\xd0\xcf\x11\xe0"),
        ("../../etc/passwd", b"root"),
        ('quo"te\r\n.csv', b""),
    ):
        kept = await upload(app_client, (name, content))
        page = await app_client.get(kept.headers["location"])
        assert page.status_code == 200
        assert not await has_person(app_client, "zoe@example.org")


async def test_programs_import_with_one_request(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    mixed = {"files": ("volunteers.csv", MIXED)}
    dry = await app_client.post("/api/imports?dry_run=true", files=mixed)
    assert (dry.status_code, dry.json()["applied"]) == (200, False)
    stopped = await app_client.post("/api/imports", files=mixed)
    assert stopped.status_code == 422
    assert {f["column"] for f in stopped.json()["bad_rows"]} == {"email", "kind"}
    assert not await has_person(app_client, "zoe@example.org")
    done = await app_client.post("/api/imports?skip_bad_rows=true", files=mixed)
    added = {s["sheet"]: s["added"] for s in done.json()["sheets"]}
    assert (done.json()["applied"], added["volunteers"]) == (True, 1)


async def test_a_sheet_cannot_cut_anew_what_people_are_held_to(
    app_client: AsyncClient, sign_in: SignIn, published_week: World
) -> None:
    await sign_in(app_client, published_week.coordinator)
    row = f"bronx,{published_week.monday},14:00,16:00,120"
    sheet = f"office,date,start,end,shift_minutes\n{row}\n".encode()
    answer = await app_client.post("/api/imports", files={"files": ("sessions.csv", sheet)})
    assert answer.status_code == 422
    assert "held to it" in answer.json()["bad_rows"][0]["problem"]
    assert "Ben Okafor" in answer.json()["bad_rows"][0]["problem"]


async def test_only_coordinators_import(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.office)
    assert (await app_client.get("/imports")).status_code == 403
    assert (await upload(app_client, ("volunteers.csv", PEOPLE))).status_code == 403


async def test_the_columns_are_explained(
    app_client: AsyncClient, sign_in: SignIn, quiet_week: World
) -> None:
    await sign_in(app_client, quiet_week.coordinator)
    page = (await app_client.get("/imports/spreadsheets")).text
    assert "credential_expires" in page
    assert "Volunteers" in page
