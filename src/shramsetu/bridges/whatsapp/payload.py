"""What a provider of the WhatsApp shape delivers: its signature, messages of people, and what became of ours. Pure."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PREFIX = "sha256="
ID_LETTERS, TEXT_LETTERS = 128, 4096
FILES = ("image", "audio", "document", "video")
# "read" is said instead of "delivered" where the person had the talk open; "played" is of voice, which we never send.
FATES = ("sent", "delivered", "read", "failed")


class Unreadable(ValueError):
    """This is not of the agreed shape."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a person. `kind` is text, one of FILES, location, reaction or unknown; `file` its id over there.

    `phone` is empty where the provider tells none: people may hide it behind a name.
    """

    id: str
    phone: str
    at: int
    kind: str
    text: str = ""
    file: str = ""
    mime: str = ""
    here: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a message of ours: by its id over there, and by ours where it is said back."""

    id: str
    state: str
    code: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one delivery brings; `unread` are the ids (or nothing) of messages that are not of the shape."""

    said: Sequence[Said] = ()
    fates: Sequence[Fate] = ()
    unread: Sequence[str] = ()


def is_signed(body: bytes, given: str, *, secrets: Sequence[bytes]) -> bool:
    """Tell whether X-Hub-Signature-256 is that of the raw body by one of our app's secrets."""
    if not given.startswith(PREFIX):
        return False
    wanted = [hmac.new(secret, body, hashlib.sha256).hexdigest() for secret in secrets]
    return any(hmac.compare_digest(one.encode(), given[len(PREFIX) :].encode()) for one in wanted)


def is_handshake(given: Mapping[str, str], token: str) -> bool:
    """Tell whether the provider asks with the token that we agreed on; then its challenge is said back."""
    same = hmac.compare_digest(given.get("hub.verify_token", "").encode(), token.encode())
    return bool(token) and same and given.get("hub.mode") == "subscribe"


def read(body: bytes, *, number_id: str) -> Delivery:
    """Return what a delivery brings for our number; other numbers and other news of the account are left out.

    One message that cannot be read does not take the others of its delivery with it. Raises Unreadable where the whole
    is not of the shape.
    """
    try:
        told = json.loads(body)
        changes = [change for entry in told["entry"] for change in entry["changes"]]
        values = [one["value"] for one in changes if one.get("field", "messages") == "messages"]
        mine = [one for one in values if one["metadata"]["phone_number_id"] == number_id]
        rows = [row for one in mine for row in one.get("messages") or []]
        fates = [fate for one in mine for fate in _fates(one.get("statuses") or [])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error
    read_rows = [_read(row) for row in rows]
    said = [one for one in read_rows if isinstance(one, Said)]
    return Delivery(said, fates, [one for one in read_rows if isinstance(one, str)])


def _read(row: Any) -> Said | str:
    """Return a message, or its id where it is not of the shape ("" where it has none)."""
    try:
        return _said(row)
    except (ValueError, KeyError, TypeError, AttributeError):
        try:
            return _id(row["id"])
        except (ValueError, KeyError, TypeError):
            return ""


def _said(row: Mapping[str, Any]) -> Said:
    kind = str(row["type"])
    whole: dict[str, Any] = {"id": _id(row["id"]), "phone": _phone(row.get("from")), "at": _instant(row["timestamp"])}
    part = row.get(kind)
    part = part if isinstance(part, dict) else {}
    if kind == "text":
        return Said(**whole, kind=kind, text=_text(part["body"]))
    if kind in FILES:
        caption = _text(part.get("caption") or "")
        return Said(**whole, kind=kind, text=caption, file=_id(part["id"]), mime=str(part.get("mime_type", ""))[:80])
    if kind == "location":
        words = " ".join(_text(part.get(name) or "") for name in ("name", "address")).strip()[:200]
        return Said(**whole, kind=kind, text=words, here=_here(part))
    return Said(**whole, kind="reaction" if kind == "reaction" else "unknown", text=_pressed(kind, part))


def _text(value: object) -> str:
    """Return words without NUL, which no database keeps."""
    return str(value).replace("\0", "")[:TEXT_LETTERS]


def _pressed(kind: str, part: Mapping[str, Any]) -> str:
    """Return the words of a button that was pressed: as good as written ones."""
    if kind == "button":
        return _text(part.get("text") or "")
    chosen = part.get(str(part.get("type"))) if kind == "interactive" else None
    return _text(chosen.get("id") or "") if isinstance(chosen, dict) else ""


def _here(part: Mapping[str, Any]) -> tuple[float, float]:
    latitude, longitude = float(part["latitude"]), float(part["longitude"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("place")
    return latitude, longitude


def _fates(rows: Sequence[Mapping[str, Any]]) -> Iterator[Fate]:
    for row in rows:
        if row.get("status") in FATES:
            faults = row.get("errors") or [{}]
            ours = row.get("biz_opaque_callback_data")
            code = str(faults[0].get("code", ""))[:20]
            yield Fate(_id(row["id"]), str(row["status"]), code, ours[:80] if isinstance(ours, str) else "")


def _id(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= ID_LETTERS or not value.isprintable():
        raise ValueError("id")
    return value


def _instant(value: object) -> int:
    told = str(value)
    if not (told.isascii() and told.isdigit() and len(told) <= 11):
        raise ValueError("time")
    return int(told)


def _phone(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not (value.isascii() and value.isdigit() and 8 <= len(value) <= 15):
        raise ValueError("phone")
    return f"+{value}"
