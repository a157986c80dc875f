"""How we speak to other registries: to agreed addresses, in the way of `shramsetu.outside`."""

from collections.abc import Mapping

from shramsetu import outside
from shramsetu.outside import Answer, NotReached

__all__ = ["Answer", "NotReached", "fetch", "fill", "send"]
HEARD_MOST = 5_000_000
_JSON = {**outside.JSON, "Accept": "application/json"}


def send(address: str, body: bytes, *, token: str = "", timeout: float = 10) -> Answer:
    """Post an envelope. Raises NotReached."""
    return _ask("POST", address, body, _JSON | _bearer(token), timeout)


def fill(address: str, form: dict[str, str], *, timeout: float = 10) -> Answer:
    """Post a form. Raises NotReached."""
    return _ask("POST", address, outside.form(form), outside.FORM, timeout)


def fetch(address: str, *, timeout: float = 10) -> Answer:
    """Get what lies under an address. Raises NotReached."""
    return _ask("GET", address, b"", {}, timeout)


def _ask(method: str, address: str, body: bytes, headers: Mapping[str, str], timeout: float) -> Answer:
    return outside.ask(method, address, body, headers=headers, timeout=timeout, most=HEARD_MOST)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}
