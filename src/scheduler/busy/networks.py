"""Which addresses lie in the public network: the only ones that calendars are fetched from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

IPAddress = IPv4Address | IPv6Address

# RFC 6890 and the registries of special-purpose addresses that it set up. Python keeps such
# a list, too, and changes it from one release to the next: both have to agree.
_SPECIAL = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # between a provider and its customers
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; clouds tell secrets there
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",
        "2001::/23",  # among them Teredo, which carries IPv4 addresses
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries IPv4 addresses, and is gone
        "3fff::/20",
        "5f00::/16",
    )
)
_UNICAST = ip_network("2000::/3")
"""All that has been given out of IPv6 for public use."""
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 addresses as a network without IPv4 sees them (RFC 6052)."""


def is_public(address: IPAddress) -> bool:
    """Whether the address is anybody's to reach, and is what it seems to be."""
    if isinstance(address, IPv6Address):
        if address in _TRANSLATED:
            return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        if address not in _UNICAST or address.scope_id is not None:
            return False
    if not address.is_global or address.is_multicast:
        return False
    return not any(address in net for net in _SPECIAL if net.version == address.version)
