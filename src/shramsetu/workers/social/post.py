"""The one place from which we speak to other registries: to agreed addresses, for some seconds, after no redirect."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

HEARD_MOST = 5_000_000
PIECE = 65_536


class NotReached(Exception):
    """The other side did not answer, or said more than anybody wants to hear."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether it was taken."""
        return 200 <= self.status < 300

    @property
    def said(self) -> dict[str, Any]:
        """The body as a JSON object, empty where it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def send(address: str, body: bytes, *, token: str = "", timeout: float = 10) -> Answer:
    """Post an envelope. Raises NotReached."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    return _ask("POST", address, timeout, content=body, headers=headers | _bearer(token))


def fill(address: str, form: dict[str, str], *, timeout: float = 10) -> Answer:
    """Post a form. Raises NotReached."""
    return _ask("POST", address, timeout, data=form)


def fetch(address: str, *, timeout: float = 10) -> Answer:
    """Get what lies under an address. Raises NotReached."""
    return _ask("GET", address, timeout)


def _ask(method: str, address: str, timeout: float, **what: Any) -> Answer:
    heard = bytearray()
    try:
        with httpx.stream(method, address, timeout=timeout, **what) as answer:
            for piece in answer.iter_bytes(PIECE):
                heard += piece
                if len(heard) > HEARD_MOST:
                    raise NotReached("too long")
            return Answer(answer.status_code, bytes(heard))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotReached(type(error).__name__) from error


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}
