"""A person at a browser: what they open, press and read, and what every page owes them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

from scheduler.places import STATIC

_AXE = json.loads((STATIC / "manifest.json").read_text("utf-8"))["axe.min.js"]
_WRONG = """
() => axe.run(document, {iframes: false, resultTypes: ['violations']}).then(({violations}) =>
  violations.map(({id, help, nodes}) => [id, help, ...nodes.map(node => node.target.join(' '))]))
"""
MOST_TABS = 120


@dataclass
class Visitor:
    """Someone with one window; ``pictures`` is where screenshots of every page go."""

    page: Page
    address: str
    pictures: Path
    troubles: list[str] = field(default_factory=list)

    @classmethod
    def enter(cls, context: BrowserContext, address: str, pictures: Path) -> Visitor:
        """Open a window and note everything that goes wrong in it."""
        visitor = cls(context.new_page(), address, pictures)
        visitor.page.on("console", visitor._hear)
        visitor.page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
        visitor.page.on("response", visitor._notice)
        return visitor

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(message.text)

    def _notice(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status} {response.url}")

    def open(self, path: str) -> None:
        """Go to an address of the house, or to a link from a letter."""
        self.page.goto(path if path.startswith("http") else self.address + path)

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button."""
        self.choose(self.page.get_by_role("button", name=name).first)

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow a link."""
        self.choose(self.page.get_by_role("link", name=name).first)

    def choose(self, it: Locator) -> None:
        """Click something and wait for where it leads."""
        it.click()
        self._arrive()

    def press_by_keyboard(self, name: str, role: Any = "button") -> None:  # noqa: ANN401 - Playwright's names
        """Reach something with Tab alone and press Enter on it."""
        self.tab_to(self.page.get_by_role(role, name=name).first)
        self.page.keyboard.press("Enter")
        self._arrive()

    def _arrive(self) -> None:
        self.page.wait_for_load_state("networkidle")

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until the focus is there, and see that it shows."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("it => it === document.activeElement"):
                assert wanted.evaluate("it => getComputedStyle(it).outlineStyle") != "none"
                return
        raise AssertionError(f"{wanted} is not reached with Tab.")

    def look(self, name: str) -> None:
        """The page is sound: nobody is shut out, nothing hangs over, nothing broke."""
        self._arrive()
        self.page.add_script_tag(url=f"/static/{_AXE}")
        wrong = self.page.evaluate(_WRONG)
        assert wrong == [], f"{name} at {self.page.url}: {wrong}"
        over = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(over) <= 0, f"{name} is wider than its window"
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        self.page.screenshot(path=self.pictures / f"{name}-{width}.png", full_page=True)
        assert self.troubles == [], f"{name}: {self.troubles}"
