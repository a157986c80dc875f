"""When a room is open, who may be invited, and the words by which the video server knows us: pure functions."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LIMIT = 12  # people: more pictures than a phone can show or a village's line can carry
EARLY = timedelta(minutes=15)
OVERTIME = timedelta(hours=2)  # nobody is cut off in mid-sentence; what nobody uses closes on time
ABSENT = timedelta(seconds=90)  # without a sign of life: a browser in the background gives one a minute
PLUGIN = "janus.plugin.videoroom"


class Phase(StrEnum):
    """Where a room stands."""

    BEFORE = "before"
    OPEN = "open"
    OVER = "over"


class Role(StrEnum):
    """What a seat may do: the chair mutes, removes and ends; a guest comes by number and code."""

    CHAIR = "chair"
    MEMBER = "member"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A seat as its owner asks for it: of a post, or of a guest known by `ref` (such as "party:2")."""

    role: Role
    post_id: int | None = None
    ref: str = ""
    label: str = ""


def chair(post_id: int) -> Invitation:
    """Whoever acts for this post leads the meeting."""
    return Invitation(Role.CHAIR, post_id=post_id)


def member(post_id: int) -> Invitation:
    """Whoever acts for this post takes part."""
    return Invitation(Role.MEMBER, post_id=post_id)


def guest(ref: str, label: str) -> Invitation:
    """Somebody without a sign-in: comes by link, number and code; the others read `label`, such as "वादी"."""
    return Invitation(Role.GUEST, ref=ref, label=label)


def phase(*, begins_at: datetime, ends_at: datetime, ended_at: datetime | None, at: datetime) -> Phase:
    """Say whether people may come in at `at`."""
    if ended_at is not None or at >= ends_at + OVERTIME:
        return Phase.OVER
    return Phase.OPEN if at >= begins_at - EARLY else Phase.BEFORE


def derived(secret: str, what: str) -> str:
    """The key for one purpose, of the one secret that site and video server share."""
    return hmac.new(secret.encode(), what.encode(), hashlib.sha256).hexdigest()


def token(secret: str, *, until: datetime) -> str:
    """Sign what lets a browser speak with the plugin of the rooms, and with nothing else, until then.

    The form is Janus's: time, realm and plugins, a colon, and their HMAC-SHA1.
    """
    said = f"{int(until.timestamp())},janus,{PLUGIN}"
    signed = hmac.new(derived(secret, "token").encode(), said.encode(), hashlib.sha1).digest()
    return f"{said}:{base64.b64encode(signed).decode()}"


def entry(secret: str, *, room: str, feed: str) -> str:
    """The ticket of one coming-in: the room lets it in until it is taken off its list."""
    return derived(derived(secret, "entry"), f"{room}:{feed}")[:40]


def room_secret(secret: str, *, room: str) -> str:
    """What the site shows to mute and remove in a room, and to end it."""
    return derived(derived(secret, "room"), room)[:40]
