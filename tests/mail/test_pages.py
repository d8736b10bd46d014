"""The HTML of letters as mail programs leave it: without their style block, page, or scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

import pytest

from scheduler.mail.pages import invite_page
from scheduler.mail.specimens import SPECIMENS, specimen, specimens_in
from scheduler.mail.typeset import html
from scheduler.mail.words import languages, words_for
from tests.mail.samples import CANCEL, INVITE, SENDER

LETTERS = {
    f"{name}-{code}": specimen(name, code, SENDER)
    for code in sorted(languages())
    for name in specimens_in(code)
}
RIGHT_TO_LEFT = {
    "invite": html(replace(invite_page(INVITE, SENDER), language="ar", direction="rtl")),
    "cancel": html(replace(invite_page(CANCEL, SENDER), language="he", direction="rtl")),
}
PAGES = {name: letter.html for name, letter in LETTERS.items()} | RIGHT_TO_LEFT
VOID = frozenset({"meta", "br"})
INHERITED = ("color", "background", "font-size", "font-family", "line-height")
ENOUGH = 4.5
"""WCAG 2.2, 1.4.3: contrast of text with its ground."""


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    style: dict[str, str]
    """Its own and what it inherits, of the properties that tell how text looks."""

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


@dataclass
class Piece:
    """A text, and the elements around it from the outermost to the innermost."""

    text: str
    around: list[Element]


class Reader(HTMLParser):
    """Reads a letter as a program that drops the style block, and notes what is not closed."""

    def __init__(self, page: str, rules: dict[str, dict[str, str]] | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.rules = rules or {}
        self.open: list[Element] = []
        self.all: list[Element] = []
        self.pieces: list[Piece] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        own = declared(attributes.get("style", ""))
        element = Element(tag, attributes, {})
        for name in sorted(element.classes):
            own |= self.rules.get(name, {})
        if tag == "a" and self.open and any("button" in e.classes for e in self.open):
            own |= self.rules.get("button a", {})
        inherited = self.open[-1].style if self.open else {}
        element.style = {k: v for k, v in (inherited | own).items() if k in INHERITED}
        self.all.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and {"style", "title"}.isdisjoint(e.tag for e in self.open):
            self.pieces.append(Piece(data.strip(), list(self.open)))


def declared(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return {name.strip(): value.strip().removesuffix(" !important") for name, _, value in pairs}


def rules_of(page: str, medium: str) -> dict[str, dict[str, str]]:
    """What the style block says of each class in that medium."""
    block = page.partition("<style>")[2].partition("</style>")[0]
    inside = block.partition(medium)[2].partition("{")[2]
    depth, end = 1, 0
    for end, sign in enumerate(inside):  # noqa: B007
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth:
            break
    found = re.findall(r"\.([\w-]+(?: a)?) \{([^}]*)\}", inside[:end])
    return {name: declared(style) for name, style in found}


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def shown(piece: Piece) -> bool:
    return not any("display:none" in e.attributes.get("style", "") for e in piece.around)


@pytest.mark.parametrize("name", PAGES)
def test_every_element_is_closed_and_nothing_is_loaded_or_run(name: str) -> None:
    reader = Reader(PAGES[name])

    assert reader.open == []
    assert {e.tag for e in reader.all} <= {
        *("html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td"),
        *("p", "h1", "h2", "span", "bdi", "ul", "li", "a", "br"),
    }
    assert not re.search(r"url\(|@import|src=|background=|expression|position:", PAGES[name])
    assert not [a for e in reader.all for a in e.attributes if a.startswith("on")]


@pytest.mark.parametrize("name", PAGES)
def test_every_text_carries_its_look_without_the_style_block(name: str) -> None:
    for piece in filter(shown, Reader(PAGES[name]).pieces):
        look = piece.around[-1].style
        assert set(INHERITED) <= look.keys(), piece.text
        assert int(look["font-size"].removesuffix("px")) >= 13, piece.text
        assert contrast(look["color"], look["background"]) >= ENOUGH, piece.text


@pytest.mark.parametrize("name", PAGES)
def test_every_text_can_be_read_in_the_dark(name: str) -> None:
    dark = rules_of(PAGES[name], "prefers-color-scheme: dark")
    assert dark["sheet"]["background"] == "#1c2527"

    for piece in filter(shown, Reader(PAGES[name], dark).pieces):
        look = piece.around[-1].style
        assert contrast(look["color"], look["background"]) >= ENOUGH, piece.text
        assert luminance(look["color"]) != luminance(piece_in_daylight(PAGES[name], piece.text))


def piece_in_daylight(page: str, text: str) -> str:
    return next(p.around[-1].style["color"] for p in Reader(page).pieces if p.text == text)


@pytest.mark.parametrize("name", PAGES)
def test_the_sheet_is_600_wide_everywhere_and_says_its_direction_inside_the_body(name: str) -> None:
    page = PAGES[name]
    reader = Reader(page)
    body = [e.tag for e in reader.all].index("body")
    page_of = reader.all[0].attributes
    inside = reader.all[body + 1].attributes

    assert (inside["lang"], inside["dir"]) == (page_of["lang"], page_of["dir"])
    tables = [e.attributes for e in reader.all if e.tag == "table"]
    assert [t["dir"] for t in tables[:2]] == [page_of["dir"]] * 2
    assert "max-width:600px" in tables[1]["style"]
    assert re.search(r'<!--\[if mso\]><table [^>]*width="600"', page)
    assert page.count("<!--[if mso]>") == page.count("<![endif]-->") == 2
    assert all(t["role"] == "presentation" for t in tables)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_points_left_or_right(name: str) -> None:
    styles = [e.attributes.get("style", "") for e in Reader(PAGES[name]).all]
    assert not re.search(r"(left|right)\s*:|text-align\s*:|float", ";".join(styles))
    assert not [
        e for e in Reader(PAGES[name]).all if e.attributes.get("align", "center") != "center"
    ]


@pytest.mark.parametrize("name", LETTERS)
def test_the_plain_text_says_all_that_the_page_says(name: str) -> None:
    letter = LETTERS[name]
    reader = Reader(letter.html)
    read = " ".join(p.text for p in reader.pieces if not is_silent(p))
    links = {e.attributes["href"] for e in reader.all if e.tag == "a"}

    # Only a button needs a word on what to do where it does not open.
    hint = words_for(name.rpartition("-")[2]).copy_link

    assert words(read.replace(hint, " ")) - words(f"{letter.subject} {letter.text}") == set()
    assert words(letter.text) - words(read) - words(" ".join(links)) == set()
    assert all(link in letter.text for link in links)
    assert not re.search(r"<\w|&\w+;|\n{4}|[ \t]\n", letter.text.replace("-- \n", ""))


def is_silent(piece: Piece) -> bool:
    """Ornaments, and the line below the subject, which says nothing of its own."""
    return any(e.attributes.get("aria-hidden") == "true" for e in piece.around)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("name", SPECIMENS)
def test_links_say_where_they_lead(name: str) -> None:
    page = specimen(name, "en", SENDER).html
    for piece in Reader(page).pieces:
        for element in piece.around:
            if element.tag == "a":
                assert element.attributes["href"].startswith("https://")
                assert len(piece.text) > 3
