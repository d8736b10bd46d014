"""Parts of a large week as bytes: written down by the run, carried out anywhere, read again.

Bytes hold data alone. Whoever could write into the database could choose what a worker
solves, and not what it executes.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import msgspec

if TYPE_CHECKING:
    from solver.parts import Part

WORKS: Final = ("solve_part",)
"""What can be done with a part: functions of ``solver.parts``, by name."""

QUICKLY: Final = 1
"""How hard the bytes are pressed: more takes longer than sending what it saves."""

Work = Callable[["Part"], Any]


def written(work: Work, part: Part) -> bytes:
    """The part and what is to be done with it."""
    return _pressed((work.__name__, part))


def performed(writing: bytes) -> bytes:
    """Do what is written; gives the result, to be read by ``read``."""
    from solver.parts import Part  # noqa: PLC0415 - loading the engine takes seconds

    name, part = msgspec.msgpack.decode(zlib.decompress(writing), type=tuple[str, msgspec.Raw])
    return _pressed(_work(name)(msgspec.msgpack.decode(part, type=Part)))


def read(work: Work, result: bytes) -> object:
    """What came out of the work."""
    kind = get_type_hints(work)["return"]
    return msgspec.msgpack.decode(zlib.decompress(result), type=kind)


def _work(name: str) -> Work:
    from solver import parts  # noqa: PLC0415 - loading the engine takes seconds

    if name not in WORKS:
        raise ValueError(f"{name!r} is nothing that can be done with a part.")
    found: Work = getattr(parts, name)
    return found


def _pressed(thing: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(thing), QUICKLY)
