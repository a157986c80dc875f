"""The video server: one request of ours at a time, over its websocket, with a limit in time and tries.

Only the site makes, changes and ends rooms here. What a browser may ask is signed for it (`rules.token`).
"""

import json
import secrets
import time

from django.conf import settings
from websockets import Subprotocol
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from shramsetu.rooms import rules

TRIES = 2
PAUSE_SECONDS = 0.3
NO_SUCH_ROOM, ROOM_EXISTS, NO_SUCH_FEED = 426, 427, 428
PICTURE_BITS = 256_000  # a second: twelve such pictures go through 3 Mbit/s
SPEAKING = {"audio_active_packets": 25, "audio_level_average": 45}  # half a second, at the loudness of a room


class NoAnswer(Exception):
    """The video server is not set up, cannot be reached, or does not answer in time."""


class Refusal(Exception):
    """The video server answered that it will not; `code` is its own."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


def is_there() -> bool:
    """Tell whether a video server is set up."""
    return bool(settings.JANUS_URL and settings.JANUS_SECRET)


def make(room: str, *, limit: int = rules.LIMIT) -> None:
    """Make the room; one that is there already stays as it is."""
    wanted = {
        "admin_key": rules.derived(settings.JANUS_SECRET, "admin"),
        "secret": _secret(room),
        "permanent": False,
        "is_private": True,
        "publishers": limit,
        "require_pvtid": True,  # who listens must be in the room
        "allowed": [],
        "notify_joining": True,
        "audiocodec": "opus",
        "opus_fec": True,
        "videocodec": "vp8",
        "bitrate": PICTURE_BITS,
        "bitrate_cap": True,
        "fir_freq": 10,
        "audiolevel_event": True,
        **SPEAKING,
    }
    _ask_unless({ROOM_EXISTS}, "create", room, **wanted)


def admit(room: str, entry: str, *, limit: int = rules.LIMIT) -> None:
    """Put a ticket on the room's list; the room is made where it is missing (the server was started anew)."""
    wanted = {"action": "add", "allowed": [entry], "secret": _secret(room)}
    try:
        _ask("allowed", room, **wanted)
    except Refusal as error:
        if error.code != NO_SUCH_ROOM:
            raise
        make(room, limit=limit)
        _ask("allowed", room, **wanted)


def drop(room: str, feed: str) -> None:
    """Take a feed's ticket off the list and send it out; what is gone already is well."""
    entry = rules.entry(settings.JANUS_SECRET, room=room, feed=feed)
    gone = {NO_SUCH_ROOM, NO_SUCH_FEED}
    _ask_unless(gone, "allowed", room, action="remove", allowed=[entry], secret=_secret(room))
    _ask_unless(gone, "kick", room, id=feed, secret=_secret(room))


def mute(room: str, feed: str, *, mid: str, off: bool) -> None:
    """Let the room pass on a feed's sound no longer, or again."""
    _ask("moderate", room, id=feed, mid=mid, mute=off, secret=_secret(room))


def end(room: str) -> None:
    """Take the room away; everybody in it is sent out."""
    _ask_unless({NO_SUCH_ROOM}, "destroy", room, secret=_secret(room), permanent=False)


def feeds(room: str) -> list[str]:
    """Return who is in the room by the video server's own word; nobody where there is no room."""
    try:
        found = _ask("listparticipants", room)
    except Refusal as error:
        if error.code == NO_SUCH_ROOM:
            return []
        raise
    people = found.get("participants")
    return [str(one["id"]) for one in people] if isinstance(people, list) else []


def _secret(room: str) -> str:
    return rules.room_secret(settings.JANUS_SECRET, room=room)


def _ask_unless(well: set[int], request: str, room: str, **wanted: object) -> None:
    """Ask, and take these refusals for done."""
    try:
        _ask(request, room, **wanted)
    except Refusal as error:
        if error.code not in well:
            raise


def _ask(request: str, room: str, **wanted: object) -> dict[str, object]:
    """Send one request to the plugin; every request here may be repeated. Raises NoAnswer, Refusal."""
    if not is_there():
        raise NoAnswer("JANUS_URL")
    body = {"request": request, "room": room, **wanted}
    for tries in range(1, TRIES + 1):
        try:
            return _once(body)
        except (OSError, TimeoutError, WebSocketException, ValueError) as error:
            if tries == TRIES:
                raise NoAnswer(type(error).__name__) from error
            time.sleep(PAUSE_SECONDS)
    raise AssertionError("unreachable")


def _once(body: dict[str, object]) -> dict[str, object]:
    address, seconds = settings.JANUS_API_URL, settings.JANUS_TIMEOUT_SECONDS
    until = time.monotonic() + seconds
    with connect(
        address,
        subprotocols=[Subprotocol("janus-protocol")],
        open_timeout=seconds,
        close_timeout=1,
        max_size=1_000_000,
        proxy=None,
    ) as wire:
        session = _said(wire, {"janus": "create"}, until)
        handle = _said(wire, {"janus": "attach", "session_id": session, "plugin": rules.PLUGIN}, until)
        answer = _exchange(wire, {"janus": "message", "session_id": session, "handle_id": handle, "body": body}, until)
        _exchange(wire, {"janus": "destroy", "session_id": session}, until)
    plugin = answer.get("plugindata")
    found = plugin.get("data") if isinstance(plugin, dict) else None
    if not isinstance(found, dict):
        raise ValueError("an answer without the plugin's words")
    if "error_code" in found:
        raise Refusal(int(found["error_code"]), str(found.get("error", "")))
    return found


def _said(wire: ClientConnection, words: dict[str, object], until: float) -> int:
    """Ask for a session or a handle and return its number."""
    found = _exchange(wire, words, until).get("data")
    if not isinstance(found, dict):
        raise ValueError("an answer without a number")
    return int(found["id"])


def _exchange(wire: ClientConnection, words: dict[str, object], until: float) -> dict[str, object]:
    """Send words under a number of their own and return the answer that carries it."""
    transaction = secrets.token_hex(8)
    wire.send(json.dumps({**words, "transaction": transaction, "apisecret": settings.JANUS_SECRET}))
    while True:
        answer = json.loads(wire.recv(timeout=max(0.0, until - time.monotonic())))
        if answer.get("transaction") != transaction or answer.get("janus") == "ack":
            continue
        if answer.get("janus") == "error":
            error = answer.get("error", {})
            raise Refusal(int(error.get("code", 0)), str(error.get("reason", "")))
        return dict(answer)
