"""Telling our own shifts from all else in a person's calendar, by their UIDs."""

from __future__ import annotations

import re

_EXCHANGE = re.compile(
    r"040000008200E00074C5B7101A82E008[0-9A-F]*7643616C2D55696401000000([0-9A-F]+)", re.IGNORECASE
)
"""How Exchange writes the UID of an invitation from elsewhere: "vCal-Uid", then the UID in
hexadecimal digits ([MS-OXOCAL] 2.2.1.27)."""


def is_own(uid: str, own: frozenset[str]) -> bool:
    """Whether the UID is one of ours, whatever the calendar made of it."""
    if uid.casefold() in own:
        return True
    found = _EXCHANGE.fullmatch(uid)
    if found is None:
        return False
    try:
        inside = bytes.fromhex(found[1]).decode("utf-8")
    except ValueError:
        return False
    return inside.rstrip("\0").casefold() in own
