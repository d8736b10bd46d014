"""Strict readers for untrusted JSON: every fault is noted with its path, none raised.

A reader always returns a value of the right type, so that one pass finds every
fault of a document. The caller looks at `Faults.lines` before using anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

MOST_FAULTS: Final = 10_000
"""Faults listed one by one; a file of a million broken rows ends with a count."""

LARGEST: Final = 1_000_000_000
"""Largest number accepted; products of two stay exact in 64 bits."""

LONGEST_TEXT: Final = 500
"""Longest id or name accepted, in characters."""

Entry = Mapping[str, object]

Ids = dict[str, object]
"""Ids already read, as the keys."""

T = TypeVar("T")


class Faults:
    """What is wrong with a document: one line per fault, each beginning with its path."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._more = 0

    def add(self, path: str, sentence: str) -> None:
        """Note that `sentence` is wrong at `path`."""
        if len(self._lines) < MOST_FAULTS:
            self._lines.append(f"{path}: {sentence}" if path else sentence)
        else:
            self._more += 1

    @property
    def lines(self) -> tuple[str, ...]:
        """Every fault in reading order; a last line counts those beyond the limit."""
        rest = (f"and {self._more} more faults",) if self._more else ()
        return (*self._lines, *rest)

    def __bool__(self) -> bool:
        return bool(self._lines)


def kept(items: Iterable[T], faults: Faults) -> tuple[T, ...]:
    """The items read; none once there are faults, as nobody will use them."""
    found: list[T] = []
    for item in items:
        if faults:
            found.clear()
        else:
            found.append(item)
    return tuple(found)


def shown(value: object) -> str:
    """The value as a fault quotes it: short, on one line."""
    if isinstance(value, str):
        text = f'"{value[:60]}"'
    elif isinstance(value, (list, tuple)):
        text = "a list"
    elif isinstance(value, Mapping):
        text = "an object"
    elif value is None:
        text = "null"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = str(value)[:60]
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def member(entry: Entry, key: str, path: str) -> tuple[object, str]:
    """The member's value (None where absent) and the path that names it."""
    return entry.get(key), f"{path}.{key}" if path else key


def a_list(value: object, path: str, faults: Faults) -> Sequence[object]:
    """The value as a list; empty and noted when it is none."""
    if isinstance(value, (list, tuple)):
        return value
    faults.add(
        path, "missing, a list is expected" if value is None else f"not a list: {shown(value)}"
    )
    return ()


def entries(value: object, path: str, faults: Faults) -> Iterator[tuple[Entry, str]]:
    """Each object of a list with its path; whatever is no object is noted and left out."""
    for number, item in enumerate(a_list(value, path, faults)):
        here = f"{path}[{number}]"
        if isinstance(item, Mapping):
            yield item, here
        else:
            faults.add(here, f"not an object: {shown(item)}")


def text(value: object, path: str, faults: Faults) -> str:
    """The value as a text that is not empty."""
    if isinstance(value, str) and value and len(value) <= LONGEST_TEXT:
        return value
    if isinstance(value, str):
        wrong = f"longer than {LONGEST_TEXT} characters" if value else "empty text"
    else:
        wrong = "missing, a text is expected" if value is None else f"not a text: {shown(value)}"
    faults.add(path, wrong)
    return ""


def whole(value: object, path: str, faults: Faults) -> int:
    """The value as a whole number from 0 to `LARGEST`."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST:
        return value
    faults.add(path, _number_fault(value))
    return 0


def _number_fault(value: object) -> str:
    if value is None:
        return "missing, a whole number is expected"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"not a number: {shown(value)}"
    if value != value:  # noqa: PLR0124 - the one value that differs from itself is NaN
        return "not a number: NaN"
    if value < 0:
        return f"negative: {shown(value)}"
    return (
        f"too large: {shown(value)}" if value > LARGEST else f"not a whole number: {shown(value)}"
    )


def truth(value: object, path: str, faults: Faults) -> bool:
    """The value as true or false."""
    if isinstance(value, bool):
        return value
    wrong = (
        "missing, true or false is expected"
        if value is None
        else f"not true or false: {shown(value)}"
    )
    faults.add(path, wrong)
    return False


def choice(value: object, path: str, faults: Faults, among: Sequence[str]) -> str:
    """The value as one of the texts `among`; the first of them when it is not."""
    if isinstance(value, str) and value in among:
        return value
    names = ", ".join(among)
    faults.add(
        path,
        f"missing, one of {names} is expected"
        if value is None
        else f"{shown(value)} is not one of {names}",
    )
    return among[0]


def texts(value: object, path: str, faults: Faults) -> frozenset[str]:
    """The value as a set of texts."""
    listed = a_list(value, path, faults)
    return frozenset(text(item, f"{path}[{number}]", faults) for number, item in enumerate(listed))


def known(value: object, path: str, faults: Faults, among: Mapping[str, object], word: str) -> str:
    """The value as the id of something in `among`; `word` says what it is an id of."""
    if isinstance(value, str) and value in among:
        return value
    read = text(value, path, faults)
    if read:
        faults.add(path, f"unknown {word} {shown(read)}")
    return ""


def row(value: object, path: str, faults: Faults, length: int) -> Sequence[object]:
    """The value as a list of exactly `length` items; filled with None when it is none."""
    if isinstance(value, (list, tuple)) and len(value) == length:
        return value
    faults.add(path, f"not a list of {length} items: {shown(value)}")
    return ()
