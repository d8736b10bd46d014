"""Which characters a folder of fonts can draw.

PDF/UA-1 forbids text without glyphs, so the typesetter refuses a sheet that holds a single
letter no font has. The tables are read here (OpenType 1.9, "cmap", formats 4 and 12), so
that such a letter becomes a visible mark instead of a missing sheet.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scheduler.errors import InstallationError

MISSING = "?"
"""Every Latin font has it, and a reader knows that something is missing."""

_JOINERS = "\u200c\u200d"
_SUFFIXES = frozenset({".ttf", ".otf", ".ttc"})
_SEGMENTS, _GROUPS = 4, 12
_LAST_SEGMENT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of each font, by code."""

    fonts: tuple[frozenset[int], ...]

    def drawable(self, text: str) -> str:
        """The text with ``MISSING`` for what no single font can draw, letter by letter."""
        return "".join(self._drawn(cluster) for cluster in _clusters(text))

    def _drawn(self, cluster: str) -> str:
        codes = {ord(char) for char in cluster if char not in _JOINERS}
        if any(codes <= font for font in self.fonts):
            return cluster
        letter = cluster[0]
        # a mark that belongs to another script than its letter: keep the letter
        return letter if any(ord(letter) in font for font in self.fonts) else MISSING


@lru_cache(maxsize=4)
def coverage(folder: Path) -> Coverage:
    """What the fonts of a folder can draw; read once per process."""
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES)
    if not files:
        message = f"No fonts for printed rosters in {folder}: build the front end again."
        raise InstallationError(message)
    return Coverage(tuple({_characters(path.read_bytes()) for path in files}))


def _clusters(text: str) -> Iterator[str]:
    """Each letter with the marks and joiners that follow it."""
    cluster = ""
    for char in text:
        follows = char in _JOINERS or unicodedata.category(char).startswith("M")
        if cluster and not follows:
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _characters(font: bytes) -> frozenset[int]:
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    cmap = _table(font, start, b"cmap")
    count: int = struct.unpack_from(">H", font, cmap + 2)[0]
    offsets = {struct.unpack_from(">I", font, cmap + 8 + 8 * i)[0] for i in range(count)}
    return frozenset(
        code for at in offsets for pair in _ranges(font, cmap + at) for code in range(*pair)
    )


def _table(font: bytes, start: int, tag: bytes) -> int:
    count: int = struct.unpack_from(">H", font, start + 4)[0]
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise InstallationError("A font for printed rosters is damaged: it has no table of letters.")


def _ranges(font: bytes, at: int) -> Iterable[tuple[int, int]]:
    """Half-open ranges of codes; other formats repeat these two for old systems."""
    form: int = struct.unpack_from(">H", font, at)[0]
    if form == _GROUPS:
        count: int = struct.unpack_from(">I", font, at + 12)[0]
        groups = struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * count])
        return [(first, last + 1) for first, last, _ in groups]
    if form == _SEGMENTS:
        return _segments(font, at)
    return ()


def _segments(font: bytes, at: int) -> list[tuple[int, int]]:
    size: int = struct.unpack_from(">H", font, at + 6)[0]
    lasts = struct.unpack_from(f">{size // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{size // 2}H", font, at + 16 + size)
    pairs = zip(firsts, lasts, strict=True)
    return [(first, last + 1) for first, last in pairs if last != _LAST_SEGMENT]
