"""Which addresses we speak to when somebody else names the place: public ones, and networks that are vouched for."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

# Not even an operator's word opens these: the machine's own metadata, everybody at once, nobody at all, and tunnels
# that hide where they lead.
NEVER: tuple[Network, ...] = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "100.100.100.200/32", "192.0.0.192/32",
        "::/128", "64:ff9b:1::/48", "2001::/32", "fe80::/10", "fec0::/10", "ff00::/8",
        "fd00:ec2::254/128", "fd20:ce::254/128",
    )
)  # fmt: skip
# IPv6 addresses that carry one of IPv4 within: the prefix, and how many bits stand behind what they carry.
_CARRIERS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("::/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
_LONGEST = 500


class BadAddress(Exception):
    """An address that we do not speak to; the text is a word for why."""


def networks(words: Sequence[str]) -> tuple[Network, ...]:
    """Return the networks that an operator vouches for; raises ValueError for what is none."""
    return tuple(ip_network(word, strict=True) for word in words)


def fault(found: str, vouched: Sequence[Network] = ()) -> str:
    """Return why we do not speak to the address `found`, a word; empty where we do.

    An IPv6 address is also judged by the IPv4 address that it carries (mapped, translated, 6to4).
    """
    try:
        address = ip_address(found.partition("%")[0])
    except ValueError:
        return "no_address"
    return next((word for one in (address, *_carried(address)) if (word := _fault(one, vouched))), "")


def is_vouched(found: str, vouched: Sequence[Network]) -> bool:
    """Tell whether the address `found` lies in a network that the operator vouches for."""
    address = ip_address(found.partition("%")[0])
    return all(_within(one, vouched) for one in _carried(address) or (address,))


def parts(url: str, ports: Sequence[int]) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path with query of `url`; raises BadAddress for any we would not even look up."""
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise BadAddress("misshapen")
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError as error:
        raise BadAddress("misshapen") from error
    if split.scheme not in ("https", "http"):
        raise BadAddress("scheme")
    if split.username is not None or split.password is not None or "@" in split.netloc or split.fragment:
        raise BadAddress("misshapen")
    if not split.hostname:
        raise BadAddress("no_host")
    port = port if port is not None else 443 if split.scheme == "https" else 80
    if port not in ports:
        raise BadAddress("port")
    path = split.path or "/"
    return split.scheme, split.hostname, port, f"{path}?{split.query}" if split.query else path


def _fault(address: Address, vouched: Sequence[Network]) -> str:
    if _within(address, NEVER):
        return "never"
    if _within(address, vouched):
        return ""
    public = address.is_global and not address.is_multicast and not address.is_reserved
    return "" if public or _is_carrier(address) else "not_public"


def _within(address: Address, among: Sequence[Network]) -> bool:
    return any(address in network for network in among if network.version == address.version)


def _is_carrier(address: Address) -> bool:
    """Tell whether an IPv6 address only carries one of IPv4, by which alone it is judged."""
    return any(address in network for network, _ in _CARRIERS) and address != IPv6Address("::1")


def _carried(address: Address) -> tuple[IPv4Address, ...]:
    if not isinstance(address, IPv6Address):
        return ()
    return tuple(IPv4Address(int(address) >> bits & 0xFFFFFFFF) for network, bits in _CARRIERS if address in network)
