"""Calendars come from the public network only, whatever an address is dressed up as."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.busy.networks import is_public

INSIDE = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
    *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15"),
    *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    *("::/8", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001::/32", "2001:db8::/32"),
    *("2002::/16", "100::/64", "64:ff9b:1::/48"),
)
PUBLIC = ("8.8.8.8", "142.250.72.14", "100.128.0.1", "172.32.0.1", "2607:f8b0::1", "2a00:1450::5")

v4 = st.ip_addresses(v=4).map(lambda found: IPv4Address(int(found)))
v6 = st.ip_addresses(v=6).map(lambda found: IPv6Address(int(found)))


@pytest.mark.parametrize("text", PUBLIC)
def test_ordinary_servers_are_reached(text: str) -> None:
    assert is_public(ip_address(text))


@settings(deadline=None)
@given(st.sampled_from(INSIDE).flatmap(lambda net: st.ip_addresses(network=net)))
def test_nothing_of_the_inside_is_reached(address: IPv4Address | IPv6Address) -> None:
    assert not is_public(address)


@settings(deadline=None)
@given(v4 | v6)
def test_nothing_is_public_that_python_does_not_call_global(
    address: IPv4Address | IPv6Address,
) -> None:
    if not address.is_global or address.is_multicast:
        assert not is_public(address)


@settings(deadline=None)
@given(v4)
def test_an_ipv4_address_is_the_same_however_ipv6_carries_it(inner: IPv4Address) -> None:
    number = int(inner)
    mapped, compatible = IPv6Address(0xFFFF << 32 | number), IPv6Address(number)
    sixth = IPv6Address(0x2002 << 112 | number << 80 | 1)
    teredo = IPv6Address(0x20010000 << 96 | (number ^ 0xFFFF_FFFF))
    assert not any(map(is_public, (mapped, compatible, sixth, teredo)))
    translated = IPv6Address(int(ip_network("64:ff9b::/96").network_address) | number)
    assert is_public(translated) == is_public(inner)


def test_an_interface_is_nobodys_to_name() -> None:
    assert not is_public(IPv6Address("2607:f8b0::1%eth0"))
