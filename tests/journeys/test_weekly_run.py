"""The weekly run once through, as people do it, in a real browser.

Spreadsheets come in, a run plans the week, a coordinator changes a seat and publishes, a
volunteer reads the letter and accepts by keyboard, another gives a shift back without any
script running, and the coordinator sees both.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Error, ViewportSize, expect

from tests.support.house import House
from tests.support.programs import wait_for
from tests.support.visiting import Visitor
from tests.support.worlds import COORDINATOR, WORLD, quiet_sheets

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_from_spreadsheets_to_an_answer(
    browser: Browser, house: House, pictures: Path, tmp_path: Path, window: ViewportSize
) -> None:
    cora = Visitor.enter(browser.new_context(viewport=window), house.address, pictures)
    sign_in(cora, house)
    import_the_week(cora, tmp_path)
    run_the_solver(cora)
    stays, leaves = change_a_seat(cora)
    publish(cora)
    accept_by_keyboard(browser, cora, stays)
    give_back_without_scripts(browser, cora, "Dana Levi")
    see_the_answers(cora, stays, leaves)
    visit_the_rest(cora)
    visit_as_volunteer(browser, cora, "ana@example.org")


def sign_in(cora: Visitor, house: House) -> None:
    cora.open(house.sign_in_link(COORDINATOR))
    cora.look("sign-in")
    cora.press("Sign in")
    expect(cora.page.get_by_role("heading", level=1)).to_have_text("Weeks")
    cora.look("weeks-empty")


def import_the_week(cora: Visitor, folder: Path) -> None:
    files = []
    for name, content in quiet_sheets(WORLD.monday).items():
        files.append(folder / name)
        files[-1].write_bytes(content)
    cora.open("/imports")
    cora.look("import")
    cora.page.set_input_files("input[type=file]", files)
    cora.press("Look what would change")
    assert "7" in cora.text
    cora.look("import-preview")
    cora.press(re.compile("Take over"))
    cora.open("/weeks")
    assert "0 of 8 seats filled" in cora.text
    cora.look("week-before-the-run")


def run_the_solver(cora: Visitor) -> None:
    cora.open("/runs")
    cora.page.locator("[name=seconds]").fill("10")
    cora.look("runs")
    cora.press("Run")
    cora.look("run-under-way")
    with suppress(Error):  # the page may just load anew by itself, at the end of the run
        cora.page.reload()  # a run goes on without its page
    open_board = cora.page.get_by_role("link", name="Open the board")
    expect(open_board).to_be_visible(timeout=60_000)
    cora.look("run-finished")
    cora.choose(open_board)
    assert "8 of 8 seats filled" in cora.text
    assert "proven, no plan can cover more" in cora.text
    cora.look("board")


def change_a_seat(cora: Visitor) -> tuple[str, str]:
    """In the first asylum seat the other one sits; gives who does and who does not."""
    cora.open(f"/weeks/{WORLD.monday}?day={WORLD.monday}")
    seat = cora.page.get_by_role("link", name=re.compile(r"Adviser.*Asylum.*Spanish")).first
    sat = "Ana Reyes" if "Ana" in seat.inner_text() else "Gita Rao"
    comes = {"Ana Reyes": "Gita Rao", "Gita Rao": "Ana Reyes"}[sat]
    cora.choose(seat)
    assert f"Who could take it instead of {sat}" in cora.text
    cora.look("seat")
    cora.press(re.compile(f"Put in.*{comes}"))
    expect(cora.page.locator("main")).to_contain_text(comes)
    cora.look("seat-changed")
    return comes, sat


def publish(cora: Visitor) -> None:
    cora.open(f"/weeks/{WORLD.monday}")
    cora.follow("Preview and publish")
    cora.look("publish")
    cora.press(re.compile(r"Publish and send \d+ letters"))
    assert "Version 1 is published" in cora.page.locator("body").inner_text()
    cora.look("published")

    def all_sent() -> bool:
        cora.open("/letters?state=sent")
        return "10 letters" in cora.text or len(_subjects(cora)) == 10

    wait_for(all_sent, 60, "The letters did not leave.")
    cora.look("letters")


def _subjects(cora: Visitor) -> list[str]:
    return cora.page.get_by_role("link", name=re.compile("^Your shift on")).all_inner_texts()


def answer_link(cora: Visitor, name: str) -> str:
    """The link in a person's letter, as the coordinator's outbox shows the letter."""
    cora.open(f"/letters?search={quote(name)}")
    cora.follow(re.compile("^Your shift on"))
    assert f"Invitation to {name}" in cora.text
    cora.look("letter")
    frame = cora.page.frame_locator("iframe")
    link = frame.get_by_role("link", name="Accept or decline").get_attribute("href")
    assert link
    return link


def accept_by_keyboard(browser: Browser, cora: Visitor, name: str) -> None:
    person = Visitor.enter(browser.new_context(viewport=PHONE), cora.address, cora.pictures)
    person.open(answer_link(cora, name))
    assert "Can you come" in person.text
    person.look("answer")
    person.press_by_keyboard("Yes, I will come")
    expect(person.page.locator("main")).to_contain_text("You said yes")
    person.look("answer-accepted")


def give_back_without_scripts(browser: Browser, cora: Visitor, name: str) -> None:
    link = answer_link(cora, name)
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    person = Visitor.enter(context, cora.address, cora.pictures)
    person.open(link)
    person.follow("I cannot come")
    person.choose(person.page.locator("main form button").first)
    assert person.troubles == []


def see_the_answers(cora: Visitor, accepted: str, other: str) -> None:
    assert accepted != other
    cora.open(f"/weeks/{WORLD.monday}/list")
    rows = cora.page.locator("main").inner_text()
    assert re.search(rf"{accepted}[\s\S]{{0,200}}?accepted", rows, re.IGNORECASE), rows
    cora.open(f"/weeks/{WORLD.monday}")
    assert "7 of 8 seats filled" in cora.text
    assert "given back" in cora.text
    cora.look("board-with-answers")


def visit_the_rest(cora: Visitor) -> None:
    monday = WORLD.monday
    for name, path in {
        "week-list": f"/weeks/{monday}/list",
        "week-people": f"/weeks/{monday}/people",
        "week-languages": f"/weeks/{monday}/languages",
        "weeks": "/weeks/all",
        "demand": "/demand",
        "demand-bronx": f"/offices/bronx/demand/{monday}",
        "rosters": "/rosters",
        "roster-bronx": f"/offices/bronx/rosters/{monday}",
        "people": "/people",
        "capacity": "/capacity",
        "accounts": "/accounts",
        "account": "/account",
        "privacy": "/privacy",
        "nothing": "/no/such/page",
    }.items():
        cora.open(path)
        if name == "nothing":
            cora.troubles.clear()  # the browser itself reports the 404
        cora.look(name)


def visit_as_volunteer(browser: Browser, cora: Visitor, email: str) -> None:
    """Sign in by the mailed link, by keyboard, on a phone."""
    person = Visitor.enter(browser.new_context(viewport=PHONE), cora.address, cora.pictures)
    person.open("/sign-in")
    person.tab_to(person.page.locator("[name=email]"))
    person.page.keyboard.type(email)
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("mail")
    person.look("sign-in-sent")
    person.open(mailed_link(cora, email))
    person.press_by_keyboard("Sign in")
    expect(person.page).to_have_url(re.compile("/shifts$"))
    for name, path in {
        "shifts": "/shifts",
        "availability": "/availability",
        "open-seats": "/seats",
        "profile": "/profile",
    }.items():
        person.open(path)
        person.look(name)


def mailed_link(cora: Visitor, email: str) -> str:
    def arrived() -> bool:
        cora.open(f"/letters?search={email}&kind=sign-in")
        return cora.page.get_by_role("link", name=re.compile("sign-in link")).count() > 0

    wait_for(arrived, 30, "The sign-in letter did not leave.")
    cora.follow(re.compile("sign-in link"))
    frame = cora.page.frame_locator("iframe")
    link = frame.get_by_role("link", name="Sign in").get_attribute("href")
    assert link
    return link
