"""Availability: two forms and a JSON for the same hours, and nothing lost on the way."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from httpx import AsyncClient

from scheduler.model.availability import DateSlots, Level, WeeklySlot, Weeks
from scheduler.store.availability import Availability, load_availability
from tests.api.volunteers import first_shift, number_of
from tests.conftest import OpenClient, SignIn
from tests.support.worlds import World

pytestmark = pytest.mark.usefixtures("published_week")

DANA = "dana@example.org"
DAY = WeeklySlot(2, time(8), time(21), Level.AVAILABLE)
"""What the world says of Dana's Wednesday; Monday and Thursday are the same."""


@pytest.fixture
async def dana(app_client: AsyncClient, sign_in: SignIn) -> AsyncClient:
    """A browser in which Dana is signed in."""
    await sign_in(app_client, DANA)
    return app_client


async def on_file() -> Availability:
    return await load_availability(await number_of(DANA), date.min)


async def wednesday() -> list[WeeklySlot]:
    return [s for s in (await on_file()).weekly if s.weekday == 2]


async def put_week(dana: AsyncClient, *slots: dict[str, object]) -> None:
    answer = await dana.put("/api/availability", json={"weekly": list(slots)})
    assert answer.status_code == 200, answer.text


def slot(
    starts: str, ends: str, level: str = "available", weeks: str = "every"
) -> dict[str, object]:
    return {"weekday": 2, "starts": starts, "ends": ends, "level": level, "weeks": weeks}


async def form_of(dana: AsyncClient, kind: str, weeks: str = "every") -> dict[str, str]:
    """What a browser would send of a form without any change: its selects and radios."""
    page = (await dana.get(f"/availability?weeks={weeks}")).text
    form = re.search(rf'<form class="availability-{kind}.*?</form>', page, re.DOTALL)
    assert form is not None
    text = form[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    for name, options in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]+)" selected', options)
        first = re.search(r'<option value="([^"]+)"', options)
        if found := chosen or first:
            fields[name] = found[1]
    fields |= dict(re.findall(r'name="(part[^"]+)" value="(\w+)" checked', text))
    fields |= dict(re.findall(r'type="time" id="[^"]+" name="([^"]+)" value="([^"]*)"', text))
    return {name: html.unescape(value) for name, value in fields.items()}


# ---- the table ------------------------------------------------------------------


async def test_the_table_saves_what_was_changed(dana: AsyncClient) -> None:
    fields = await form_of(dana, "desk")
    assert fields["cell.wed.1800"] == "available"
    fields |= {"cell.wed.1800": "if_needed", "cell.sat.0900": "available"}
    answer = await dana.post("/availability", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/availability")
    assert await wednesday() == [
        WeeklySlot(2, time(8), time(18), Level.AVAILABLE),
        WeeklySlot(2, time(18), time(18, 30), Level.IF_NEEDED),
        WeeklySlot(2, time(18, 30), time(21), Level.AVAILABLE),
    ]
    saturday = [s for s in (await on_file()).weekly if s.weekday == 5]
    assert saturday == [WeeklySlot(5, time(9), time(9, 30), Level.AVAILABLE)]
    assert "Your week is saved." in (await dana.get("/availability")).text


@pytest.mark.parametrize("kind", ["desk", "days"])
async def test_saving_an_unchanged_form_loses_nothing(dana: AsyncClient, kind: str) -> None:
    await put_week(
        dana,
        slot("06:10", "07:20"),
        slot("17:50", "20:15", "if needed"),
        slot("22:30", "23:10", weeks="odd"),
        slot("10:00", "11:00", weeks="even"),
    )
    before = (await on_file()).weekly
    answer = await dana.post("/availability", data=await form_of(dana, kind))
    assert answer.status_code == 303
    assert (await on_file()).weekly == before


async def test_a_cell_that_is_partly_offered_says_so_and_can_be_changed(dana: AsyncClient) -> None:
    await put_week(dana, slot("17:50", "20:15"))
    fields = await form_of(dana, "desk")
    assert (fields["cell.wed.1730"], fields["cell.wed.1800"]) == ("mixed", "available")
    await dana.post("/availability", data=fields | {"cell.wed.1730": "no"})
    assert await wednesday() == [WeeklySlot(2, time(18), time(20, 15), Level.AVAILABLE)]


async def test_odd_weeks_are_changed_alone(dana: AsyncClient) -> None:
    await put_week(dana, slot("18:00", "19:00"))
    fields = await form_of(dana, "desk", "odd")
    answer = await dana.post("/availability", data=fields | {"cell.wed.1800": "no"})
    assert answer.headers["location"] == "/availability?weeks=odd"
    assert await wednesday() == [
        WeeklySlot(2, time(18), time(18, 30), Level.AVAILABLE, Weeks.EVEN),
        WeeklySlot(2, time(18, 30), time(19), Level.AVAILABLE),
    ]
    assert (await form_of(dana, "desk"))["cell.wed.1800"] == "mixed"


async def test_two_windows_at_once_do_not_undo_each_other(dana: AsyncClient) -> None:
    first, second = await form_of(dana, "desk"), await form_of(dana, "days")
    await dana.post("/availability", data=first | {"cell.sat.0900": "available"})
    await dana.post("/availability", data=second | {"part.sun.evening": "if_needed"})
    weekend = [s for s in (await on_file()).weekly if s.weekday > 4]
    assert weekend == [
        WeeklySlot(5, time(9), time(9, 30), Level.AVAILABLE),
        WeeklySlot(6, time(17), time(22), Level.IF_NEEDED),
    ]


# ---- the cards ------------------------------------------------------------------


async def test_the_cards_change_a_part_of_the_day(dana: AsyncClient) -> None:
    fields = await form_of(dana, "days")
    assert fields["part.wed.morning"] == "available"
    assert "part.wed.evening" not in fields
    assert (fields["exact.wed.1.from"], fields["exact.wed.1.until"]) == ("17:00", "21:00")
    await dana.post("/availability", data=fields | {"part.wed.morning": "no"})
    assert await wednesday() == [WeeklySlot(2, time(12), time(21), Level.AVAILABLE)]


async def test_a_part_set_to_no_takes_its_exact_times_along(dana: AsyncClient) -> None:
    fields = await form_of(dana, "days")
    await dana.post("/availability", data=fields | {"part.wed.evening": "no"})
    assert await wednesday() == [WeeklySlot(2, time(8), time(17), Level.AVAILABLE)]


async def test_exact_times_win_over_the_part_and_cleared_ones_go(dana: AsyncClient) -> None:
    fields = await form_of(dana, "days")
    new = {
        "exact.wed.1.from": "18:10",
        "exact.wed.1.until": "20:00",
        "exact.wed.1.level": "if_needed",
    }
    await dana.post("/availability", data=fields | new)
    assert await wednesday() == [
        WeeklySlot(2, time(8), time(17), Level.AVAILABLE),
        WeeklySlot(2, time(18, 10), time(20), Level.IF_NEEDED),
    ]
    fields = await form_of(dana, "days")
    await dana.post(
        "/availability", data=fields | {"exact.wed.1.from": "", "exact.wed.1.until": ""}
    )
    assert await wednesday() == [WeeklySlot(2, time(8), time(17), Level.AVAILABLE)]


async def test_a_refused_form_names_the_field_and_keeps_what_was_typed(dana: AsyncClient) -> None:
    before = await on_file()
    fields = await form_of(dana, "days")
    wrong = {
        "exact.fri.1.from": "19:20",
        "exact.fri.1.until": "18:00",
        "part.sat.morning": "if_needed",
    }
    page = await dana.post("/availability", data=fields | wrong)
    assert page.status_code == 422
    assert '<a href="#exact-fri-1-until">Friday: choose an end after the start.</a>' in page.text
    assert 'value="19:20"' in page.text
    assert 'name="part.sat.morning" value="if_needed" checked' in page.text
    assert await on_file() == before


@pytest.mark.parametrize(
    "broken",
    [
        {"cell.wed.1800": "perhaps"},
        {"shown": "not a pattern"},
        {"shown": '[[2,"18:00","19:00","available"]]'},
        {"exact.wed.1.from": "25:00", "exact.wed.1.until": "26:00"},
        {"exact.wed.1.from": "18:00", "exact.wed.1.until": ""},
        {"copy": "yes", "copy_from": "wed"},
        {"copy": "yes", "copy_from": "someday", "copy_to": "mon"},
    ],
)
async def test_broken_fields_are_refused_and_nothing_is_saved(
    dana: AsyncClient, broken: dict[str, str]
) -> None:
    before = await on_file()
    kind = "desk" if "cell.wed.1800" in broken else "days"
    page = await dana.post("/availability", data=await form_of(dana, kind) | broken)
    assert page.status_code == 422
    assert await on_file() == before


# ---- quicker ways, and back again --------------------------------------------------


async def test_a_preset_is_saved_and_undone(dana: AsyncClient) -> None:
    before = (await on_file()).weekly
    await dana.post("/availability", data=await form_of(dana, "days") | {"preset": "clear"})
    assert (await on_file()).weekly == ()
    assert "Undo the last change" in (await dana.get("/availability")).text
    await dana.post("/availability/undo")
    assert (await on_file()).weekly == before
    assert "Undo the last change" not in (await dana.get("/availability")).text


async def test_a_day_is_copied_with_its_odd_weeks(dana: AsyncClient) -> None:
    await put_week(dana, slot("09:10", "10:00"), slot("18:00", "20:00", weeks="odd"))
    fields = await form_of(dana, "desk")
    copied = {"copy": "yes", "copy_from": "wed", "copy_to": ["thu", "sun"]}
    await dana.post("/availability", data=fields | copied)
    assert [(s.weekday, s.starts, s.weeks) for s in (await on_file()).weekly] == [
        (day, starts, weeks)
        for day in (2, 3, 6)
        for starts, weeks in ((time(9, 10), Weeks.EVERY), (time(18), Weeks.ODD))
    ]


async def test_undo_without_anything_to_undo_is_harmless(dana: AsyncClient) -> None:
    before = await on_file()
    for cookie in ("", "rubbish", "%7B%7D"):
        dana.cookies.set("hours-before", cookie, path="/availability")
        assert (await dana.post("/availability/undo")).status_code in (303, 422)
    assert await on_file() == before


# ---- dates ------------------------------------------------------------------------


async def test_days_away_are_one_entry_and_can_be_undone(dana: AsyncClient) -> None:
    first = datetime.now(UTC).date() + timedelta(days=30)
    last = first + timedelta(days=4)
    fields = {"day": f"{first}", "last_day": f"{last}", "what": "away"}
    answer = await dana.post("/availability/dates", data=fields)
    assert answer.headers["location"] == "/availability#dates"
    assert (await on_file()).dates == tuple(DateSlots(first + timedelta(days=n)) for n in range(5))
    page = (await dana.get("/availability")).text
    assert page.count('aria-label="Remove ') == 1
    await dana.post("/availability/undo")
    assert (await on_file()).dates == ()


async def test_a_date_with_other_hours_is_kept_removed_and_put_back(dana: AsyncClient) -> None:
    day = datetime.now(UTC).date() + timedelta(days=30)
    fields = {
        "day": f"{day}",
        "what": "hours",
        "from1": "09:00",
        "to1": "11:15",
        "level1": "if_needed",
    }
    await dana.post("/availability/dates", data=fields)
    entry = DateSlots(day, ((time(9), time(11, 15), Level.IF_NEEDED),))
    assert (await on_file()).dates == (entry,)
    await dana.post("/availability/dates/remove", data={"from": f"{day}", "until": f"{day}"})
    assert (await on_file()).dates == ()
    await dana.post("/availability/undo")
    assert (await on_file()).dates == (entry,)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": ""}, "Write a date like"),
        ({"day": "2020-01-01"}, "Choose today or a later date."),
        ({"last_day": "2020-01-01"}, "The last day is before the first."),
        ({"last_day": "2199-01-01"}, "That is more than a year."),
        ({"what": "hours"}, "Write from when to when"),
        ({"from1": "09:00", "to1": "10:00"}, "You wrote times"),
        ({"what": "hours", "from1": "10:00", "to1": "09:00"}, "Choose an end after the start."),
        (
            {"what": "hours", "from1": "09:00", "to1": "11:00", "from2": "10:00", "to2": "12:00"},
            "Let the second begin when the first ends, or later.",
        ),
    ],
)
async def test_dates_that_cannot_be_kept_say_why(
    dana: AsyncClient, fields: dict[str, str], words: str
) -> None:
    day = datetime.now(UTC).date() + timedelta(days=30)
    start = {"day": f"{day}", "what": "away", "level1": "available", "level2": "available"}
    page = await dana.post("/availability/dates", data=start | fields)
    assert page.status_code == 422
    assert words in page.text
    assert (await on_file()).dates == ()


# ---- what follows -------------------------------------------------------------------


async def test_confirming_is_one_tap(dana: AsyncClient) -> None:
    assert "Still right?" in (await dana.get("/availability")).text
    await dana.post("/availability/confirm")
    page = (await dana.get("/availability")).text
    assert "Still right?" not in page
    assert "Last confirmed today." in page


async def test_a_shift_no_longer_offered_is_named_and_stays_held(dana: AsyncClient) -> None:
    assert (await dana.get("/api/availability")).json()["unoffered"] == []
    shift = await first_shift(DANA)
    await put_week(dana)
    page = (await dana.get("/availability")).text
    assert "Your hours do not offer a shift that you hold." in page
    assert f"/shifts/{shift.uid}/decline" in page
    assert (await first_shift(DANA)).released_at is None


async def test_a_shift_across_two_levels_is_still_offered(dana: AsyncClient) -> None:
    await put_week(dana, slot("17:00", "19:00"), slot("19:00", "21:00", "if needed"))
    assert (await dana.get("/api/availability")).json()["unoffered"] == []


async def test_the_hours_say_what_they_are_good_for(open_client: OpenClient) -> None:
    giver = await open_client(DANA)
    shift = await first_shift(DANA)
    await giver.post(f"/api/shifts/{shift.uid}/reply", json={"reply": "declined"})
    assert (await giver.get("/api/availability")).json()["open_seats"] == 1
    fields = await form_of(giver, "desk")
    weighed = await giver.post(
        "/availability/payback",
        data=fields | {f"cell.wed.{at}": "no" for at in ("1800", "1830", "1900", "1930")},
    )
    assert "No open seat" in weighed.text
    assert (await giver.get("/api/availability")).json()["open_seats"] == 1


async def test_programs_are_told_what_cannot_be_read(dana: AsyncClient) -> None:
    wrong: list[dict[str, object]] = [
        {"weekly": [slot("25:00", "26:00")]},
        {"weekly": [slot("10:00", "11:00") | {"weekday": 7}]},
        {"weekly": [slot("10:00", "11:00", "gladly")]},
        {"weekly": "all"},
        {},
    ]
    for body in wrong:
        answer = await dana.put("/api/availability", json=body)
        assert answer.status_code == 400, body
        assert answer.headers["content-type"].startswith("application/problem+json")
    backwards = await dana.put("/api/availability", json={"weekly": [slot("11:00", "10:00")]})
    assert backwards.status_code == 422
    assert (await dana.put("/api/availability/dates/someday", json={})).status_code == 422


async def test_programs_set_and_clear_a_date(dana: AsyncClient) -> None:
    day = datetime.now(UTC).date() + timedelta(days=40)
    away = await dana.put(f"/api/availability/dates/{day}", json={"slots": []})
    assert away.json()["dates"] == [{"day": f"{day}", "slots": []}]
    for _ in range(2):
        assert (await dana.delete(f"/api/availability/dates/{day}")).status_code == 204
    assert (await dana.get("/api/availability")).json()["dates"] == []


async def test_only_volunteers_have_hours(published_week: World, open_client: OpenClient) -> None:
    coordinator = await open_client(published_week.coordinator)
    assert (await coordinator.get("/availability")).status_code == 403
    assert (await coordinator.get("/api/availability")).status_code == 403
