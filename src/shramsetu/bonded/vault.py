"""What identifies somebody outside a case (site, accused, account): encrypted, met again by keyed hashes."""

import hmac
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from shramsetu.casework import sealing


@dataclass(frozen=True, slots=True)
class Shut:
    """What may lie in a row: the id of the key and the bytes under it."""

    key_id: str
    closed: bytes


def shut(values: Mapping[str, object], *, bound_to: str, child: bool = False) -> Shut:
    """Encrypt `values` for the row that is named by `bound_to`; bytes moved to another row do not open there."""
    written = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str).encode()
    return Shut(*sealing.shut(written, bound_to=bound_to, ring=_ring(child=child)))


def opened(key_id: str, closed: bytes, *, bound_to: str, child: bool = False) -> dict[str, object]:
    """Return what `shut` kept, in clear; the caller has checked that its reader may see it. Raises Unreadable."""
    found: dict[str, object] = json.loads(
        sealing.opened(key_id, bytes(closed), bound_to=bound_to, ring=_ring(child=child))
    )
    return found


def match_key(kind: str, text: str) -> str:
    """Return the keyed hash by which `text` is met again under `kind` (phone, name, licence); empty for nothing."""
    said = plain(text)
    if not said:
        return ""
    return hmac.new(settings.LOOKUP_KEY, f"bonded:{kind}:{said}".encode(), sha256).hexdigest()


def plain(text: str) -> str:
    """Return `text` as it is compared: one form of each sign, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _ring(*, child: bool) -> str:
    return sealing.CHILD if child else sealing.COMMON
