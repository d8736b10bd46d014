"""A board that is left open: an answer from a calendar program arrives on it by itself."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, ViewportSize, expect

from tests.journeys.test_weekly_run import import_the_week, run_the_solver, sign_in
from tests.support.answering import FORM_TYPE, Answer, form_of, mail_of, signed_by
from tests.support.house import House
from tests.support.programs import wait_for
from tests.support.visiting import Visitor
from tests.support.worlds import COORDINATOR, WORLD

DESK = ViewportSize(width=1280, height=900)
EMRE, DANA = "emre@example.org", "dana@example.org"


@pytest.mark.timeout(400)
def test_an_answer_by_mail_reaches_the_open_board(
    browser: Browser, house: House, pictures: Path, tmp_path: Path
) -> None:
    cora = Visitor.enter(browser.new_context(viewport=DESK), house.address, pictures)
    sign_in(cora, house)
    import_the_week(cora, tmp_path)
    run_the_solver(cora)
    publish_at_once(cora)
    answer_reaches_the_board(cora, house)
    answer_reaches_the_roster(cora, house)
    a_house_that_is_away_is_said(cora)
    a_long_silence_pauses(browser, cora, house)


def publish_at_once(cora: Visitor) -> None:
    cora.open(f"/weeks/{WORLD.monday}/publish")
    cora.press(re.compile(r"Publish and send \d+ letters"))
    wait_for(lambda: len(invitations(cora)) == 10, 60, "The letters did not leave.")


def invitations(cora: Visitor, search: str = "") -> list[int]:
    """The letters that left, as programs list them."""
    query = f"/api/letters?delivery=sent&kind=invite&search={search}"
    found = cora.page.request.get(cora.address + query).json()
    return [letter["id"] for letter in found["letters"]]


def answer_by_mail(cora: Visitor, house: House, email: str, partstat: str = "ACCEPTED") -> None:
    """What a calendar program sends when its user presses Yes, as SendGrid hands it on."""
    (number,) = invitations(cora, email)
    letter = cora.page.request.get(f"{cora.address}/api/letters/{number}").json()
    (event,) = Calendar.from_ical(letter["calendar"]).walk("VEVENT")
    mail = mail_of(Answer(str(event["UID"]), email, partstat))
    address = house.installation.run("inbound", "--address").stdout.strip()
    taken = httpx.post(
        f"{cora.address}/{address.split('/', 3)[3]}",
        content=form_of(mail, dkim=signed_by(email)),
        headers={"Content-Type": FORM_TYPE},
    )
    assert taken.status_code == 200, taken.text


def answer_reaches_the_board(cora: Visitor, house: House) -> None:
    cora.open(f"/weeks/{WORLD.monday}")
    seat = cora.page.locator("a.seat", has_text="Emre Kaya").first
    expect(seat).to_contain_text("no answer yet")
    seat.focus()
    cora.page.evaluate("document.querySelector('.board-frame').scrollTop = 40")
    cora.page.evaluate("window.scrollTo(0, 120)")
    before = where_i_am(cora)

    answer_by_mail(cora, house, EMRE)

    expect(seat).to_contain_text("accepted", timeout=30_000)
    said = cora.page.locator("[data-toasts]")
    expect(said).to_contain_text("Emre Kaya accepted: Thursday 6:00 pm, Hotline")
    expect(cora.page.locator("#keeping-up")).to_contain_text("Brought up to date at")
    assert seat.evaluate("it => it === document.activeElement")
    assert where_i_am(cora) == before
    cora.look("board-kept-up")


def where_i_am(cora: Visitor) -> list[float]:
    return list(cora.page.evaluate("[scrollY, document.querySelector('.board-frame').scrollTop]"))


def answer_reaches_the_roster(cora: Visitor, house: House) -> None:
    cora.open(f"/offices/queens/rosters/{WORLD.monday}")
    row = cora.page.locator("tr", has_text="Dana Levi").first
    expect(row).to_contain_text("No answer yet")

    answer_by_mail(cora, house, DANA, "DECLINED")

    expect(cora.page.locator("tr", has_text="Dana Levi")).to_have_count(0, timeout=30_000)
    expect(cora.page.locator("[data-toasts]")).to_contain_text("Dana Levi cannot come")
    expect(cora.page.get_by_role("button", name="Print")).to_be_visible()
    cora.look("roster-kept-up")


def a_house_that_is_away_is_said(cora: Visitor) -> None:
    line = cora.page.locator("#keeping-up")
    cora.page.route("**/changes?*", lambda route: route.abort())
    expect(line).to_contain_text("Not connected; trying again in 8 seconds.", timeout=30_000)
    cora.page.unroute("**/changes?*")
    expect(line).to_contain_text("Connected again.", timeout=40_000)
    cora.troubles.clear()  # the browser itself reports what did not arrive


def a_long_silence_pauses(browser: Browser, cora: Visitor, house: House) -> None:
    other = Visitor.enter(browser.new_context(viewport=DESK), house.address, cora.pictures)
    sign_in_link = house.sign_in_link(COORDINATOR)
    other.open(sign_in_link)
    other.press("Sign in")
    other.page.clock.install()
    other.open(f"/weeks/{WORLD.monday}")
    other.page.clock.fast_forward("01:00:05")
    line = other.page.locator("#keeping-up")
    expect(line).to_contain_text("Paused, because nobody was here for an hour.")
    other.look("board-paused")
    other.page.get_by_role("button", name="Resume").click()
    expect(line).to_contain_text("Answers appear here by themselves.")
    expect(other.page.get_by_role("button", name="Resume")).to_be_hidden()
