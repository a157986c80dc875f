"""How these doors speak to others: where the operator says, or where somebody else said and it was found harmless.

`tell` goes where somebody else named the place (an endpoint of a webhook): the name is looked up once, every address
found must be one that may be spoken to, and the connection is made to one of those very addresses, so that a second
look-up cannot lead elsewhere. How it is spoken and heard is `shramsetu.outside`'s.
"""

from collections.abc import Mapping

from django.conf import settings

from shramsetu import outside
from shramsetu.bridges.rules import addresses
from shramsetu.outside import Answer, NotReached

__all__ = ["HEARD_MOST", "Answer", "Forbidden", "NotReached", "ask", "check", "fetch", "tell"]
HEARD_MOST, PAGE_MOST = outside.HEARD_MOST, 20_000_000
LOOK_SECONDS = 5  # somebody waits at a page


class Forbidden(Exception):
    """The address is none that we speak to; the text is a word for why."""


def tell(url: str, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
    """Post JSON to an address that an administrator entered. Raises Forbidden, NotReached."""
    whole, places = _resolved(url, timeout)
    return outside.ask("POST", whole, body, headers={**outside.JSON, **headers}, timeout=timeout, places=places)


def ask(method: str, url: str, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
    """Ask at an address of the operator's own settings. Raises NotReached."""
    return outside.ask(method, url, body, headers={**outside.JSON, **headers}, timeout=timeout, most=PAGE_MOST)


def fetch(url: str, *, headers: Mapping[str, str], timeout: float, most: int) -> Answer:
    """Get what lies at an address of a host that the operator named, at most so many bytes. Raises NotReached."""
    return outside.ask("GET", url, headers=headers, timeout=timeout, most=most)


def check(url: str) -> None:
    """Raise Forbidden where `url` is none that `tell` would speak to just now, NotReached where it has no address."""
    _resolved(url, LOOK_SECONDS)


def _resolved(url: str, seconds: float) -> tuple[str, list[str]]:
    """Return the address, written anew from the parts that were looked at, and where it leads."""
    vouched = addresses.networks(settings.BRIDGES_NETWORKS)
    try:
        scheme, host, port, path = addresses.parts(url, settings.BRIDGES_PORTS)
    except addresses.BadAddress as error:
        raise Forbidden(str(error)) from error
    places = outside.addresses(host, seconds=seconds)
    for place in places:  # one bad one among many is a trap
        if word := addresses.fault(place, vouched):
            raise Forbidden(word)
    if scheme == "http" and not all(addresses.is_vouched(place, vouched) for place in places):
        raise Forbidden("scheme")
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}:{port}{path}", places
