"""The sentences of letters, one file per language, named by its BCP 47 code."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from scheduler.mail.words.catalogue import Words
from scheduler.model.languages import ENGLISH

__all__ = ["Words", "languages", "words_for"]


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The languages letters can be written in."""
    return frozenset(found.name for found in iter_modules(__path__)) - {"catalogue"}


def words_for(language: str) -> Words:
    """The sentences in that language; in English where nobody has translated them yet."""
    code = language.partition("-")[0].lower()
    return _catalogue(code if code in languages() else ENGLISH)


@lru_cache(maxsize=128)
def _catalogue(code: str) -> Words:
    words = import_module(f"{__name__}.{code}").WORDS
    if not isinstance(words, Words):
        raise TypeError(f"words/{code}.py must hold WORDS: Words")
    return words
