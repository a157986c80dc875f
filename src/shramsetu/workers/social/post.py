"""The one place from which we speak to other registries: to agreed addresses, for some seconds, after no redirect."""

import json
import time
from dataclasses import dataclass
from typing import Any

import httpx

HEARD_MOST = 5_000_000
TIMES = 3  # as long as it may be silent, a whole answer may last so often


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
        except (ValueError, RecursionError):
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
    heard, until = bytearray(), time.monotonic() + TIMES * timeout
    try:
        with httpx.stream(method, address, timeout=timeout, **what) as answer:
            for piece in answer.iter_bytes():  # as it comes: gathered, a slow one would not be seen
                heard += piece
                if len(heard) > HEARD_MOST:
                    raise NotReached("too long")
                if time.monotonic() > until:  # a byte now and then would keep us for days
                    raise NotReached("too slow")
            return Answer(answer.status_code, bytes(heard))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotReached(type(error).__name__) from error


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}
