"""How often one sender may knock, counted in this process."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

MOST_SENDERS = 10_000
"""Senders remembered at once; beyond it the one that knocked first is forgotten."""


class Pace:
    """At most so many knocks of one sender within a while."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._knocks: dict[str, deque[datetime]] = {}

    def allows(self, sender: str, now: datetime) -> bool:
        """Count a knock; gives whether it is within the pace."""
        knocks = self._knocks.pop(sender, deque[datetime]())
        while knocks and knocks[0] <= now - self._within:
            knocks.popleft()
        allowed = len(knocks) < self._most
        if allowed:
            knocks.append(now)
        self._knocks[sender] = knocks
        while len(self._knocks) > MOST_SENDERS:
            self._knocks.pop(next(iter(self._knocks)))
        return allowed


def network_of(host: str) -> str:
    """What counts as one sender: an IPv4 address, or an IPv6 network of one subscriber."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"
