"""A page set as HTML and as plain text."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from scheduler.mail.pages import Page


def html(page: Page) -> str:
    """The page for programs that show HTML; everything in it is escaped."""
    return _templates().get_template("letter.html").render(page=page)


def text(page: Page) -> str:
    """The same page as plain text, with nothing left out."""
    return _templates().get_template("letter.txt").render(page=page)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("scheduler.mail"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
