"""Speaks with the video server as any program may: what a browser could ask if somebody rewrote its page."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from shramsetu.rooms.rules import PLUGIN


class Stranger:
    """One session with the plugin, under a token."""

    def __init__(self, wire: ClientConnection, token: str) -> None:
        self.wire, self.given = wire, {"token": token}

    def begin(self) -> None:
        """Open a session and a handle; raises KeyError where the server refuses."""
        session = self.ask("create")["data"]["id"]
        self.given["session_id"] = session
        self.given["handle_id"] = self.ask("attach", plugin=PLUGIN)["data"]["id"]

    def ask(self, what: str, **words: object) -> dict[str, Any]:
        transaction = secrets.token_hex(4)
        self.wire.send(json.dumps({"janus": what, "transaction": transaction, **self.given, **words}))
        while True:
            answer = json.loads(self.wire.recv(timeout=5))
            if answer.get("transaction") == transaction and answer["janus"] != "ack":
                return dict(answer)

    def room(self, request: str, **words: object) -> dict[str, Any]:
        """Ask the plugin; returns what it says."""
        return dict(self.ask("message", body={"request": request, **words})["plugindata"]["data"])


@contextmanager
def stranger(address: str, token: str) -> Iterator[Stranger]:
    """Open the websocket."""
    with connect(address, subprotocols=[Subprotocol("janus-protocol")], proxy=None) as wire:
        yield Stranger(wire, token)
