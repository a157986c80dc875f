"""What the gateways over HTTP have in common: one post, and what it means that no answer came."""

import json
from collections.abc import Mapping
from typing import Any

from shramsetu import outside
from shramsetu.messages.gateways.basis import Rejected, Unknown
from shramsetu.outside import Answer

__all__ = ["Answer", "as_json", "post"]


def post(url: str, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer | Rejected | Unknown:
    """Post once. Without a connection the message was surely not taken; without an answer nobody knows."""
    try:
        return outside.ask("POST", url, body, headers=headers, timeout=timeout)
    except outside.NoLine:
        return Rejected("not_reachable", is_final=False)
    except outside.NotReached:
        return Unknown("no_answer")


def as_json(body: Mapping[str, Any]) -> bytes:
    """Return the body that `outside.JSON` announces."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
