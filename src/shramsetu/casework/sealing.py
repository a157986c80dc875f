"""Sealed records: each has a data key of its own, wrapped by a key from the environment that no backup carries.

The wrapping keys lie on rings: the common one, and one for children, so that either can be taken away by itself.
"""

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from shramsetu.casework.models import Case, SealedBody

MARK = "sealed:"
COMMON, CHILD = "", "child"


class Unreadable(Exception):
    """A sealed record cannot be opened: its wrapping key is not in the environment, or the record was altered."""


def seal(case: Case, identity: Mapping[str, object], *, ring: str = COMMON) -> SealedBody:
    """Give `case` its data key and keep `identity` (names, phones, addresses) encrypted beside it."""
    key_id, outer = _keys(ring)[0]
    key = AESGCM.generate_key(bit_length=256)
    body = SealedBody(
        case=case,
        ring=ring,
        key_id=key_id,
        wrapped_key=_encrypt(outer, key, case.number),
        body=_encrypt(key, _json(identity), case.number),
    )
    body.save(force_insert=True)
    return body


def identity(case: Case) -> dict[str, object]:
    """Return the identities of a sealed case; raise Unreadable."""
    body = case.sealed_body
    found: dict[str, object] = json.loads(_decrypt(_data_key(body, case), bytes(body.body), case.number))
    return found


def veiled(case: Case, text: str) -> str:
    """Return `text` as it may be stored with `case`: as it is, or encrypted when the case is sealed."""
    if not case.sealed or not text:
        return text
    return _mark(_data_key(case.sealed_body, case), text, case)


def veiled_all(case: Case, private: Mapping[str, object]) -> dict[str, object]:
    """Return the personal side of an entry with every text encrypted that is not so already."""
    if not any(isinstance(value, str) and value for value in private.values()):
        return dict(private)
    key = _data_key(case.sealed_body, case)
    return {
        name: _mark(key, value, case) if isinstance(value, str) and value and not value.startswith(MARK) else value
        for name, value in private.items()
    }


def unveiled(case: Case, text: str) -> str:
    """Return what `veiled` kept, in clear; the caller has checked that its reader may see it. Raises Unreadable."""
    if not text.startswith(MARK):
        return text
    try:
        stored = base64.b64decode(text[len(MARK) :])
    except binascii.Error as error:
        raise Unreadable(case.number) from error
    return _decrypt(_data_key(case.sealed_body, case), stored, case.number).decode()


def veiled_bytes(stream: str, content: bytes) -> bytes | None:
    """Return a paper of the stream `case:…` encrypted under its case's data key; None where the case is not sealed."""
    body = _body_of(stream)
    return _encrypt(_data_key(body, body.case), content, body.case.number) if body else None


def unveiled_bytes(stream: str, stored: bytes) -> bytes:
    """Return what `veiled_bytes` kept, in clear; raises Unreadable."""
    body = _body_of(stream)
    if body is None:
        raise Unreadable(stream)
    return _decrypt(_data_key(body, body.case), stored, body.case.number)


def _body_of(stream: str) -> SealedBody | None:
    number = stream.partition(":")[2]
    return SealedBody.objects.select_related("case").filter(case__number=number).first()


def change_identity(case: Case, identity: Mapping[str, object]) -> None:
    """Replace the identities of a sealed case, under the data key that it has."""
    body = case.sealed_body
    body.body = _encrypt(_data_key(body, case), _json(identity), case.number)
    SealedBody.objects.filter(pk=body.pk).update(body=body.body)


def shred(body: SealedBody) -> None:
    """Destroy the record's data key: a new one takes its place, and under it lies nothing."""
    key_id, outer = _keys(body.ring)[0]
    key, number = AESGCM.generate_key(bit_length=256), body.case.number
    SealedBody.objects.filter(pk=body.pk).update(
        key_id=key_id, wrapped_key=_encrypt(outer, key, number), body=_encrypt(key, _json({}), number)
    )


def rewrap(body: SealedBody) -> None:
    """Wrap the record's data key under the first key of the environment: the step of a key rotation."""
    key_id, outer = _keys(body.ring)[0]
    key = _data_key(body, body.case)
    SealedBody.objects.filter(pk=body.pk).update(key_id=key_id, wrapped_key=_encrypt(outer, key, body.case.number))


def move(body: SealedBody, ring: str) -> None:
    """Wrap the record's data key under another ring: a child was taken for grown, or the other way round."""
    key = _data_key(body, body.case)
    key_id, outer = _keys(ring)[0]
    body.ring, body.key_id, body.wrapped_key = ring, key_id, _encrypt(outer, key, body.case.number)
    SealedBody.objects.filter(pk=body.pk).update(ring=ring, key_id=key_id, wrapped_key=body.wrapped_key)


def _mark(key: bytes, text: str, case: Case) -> str:
    return MARK + base64.b64encode(_encrypt(key, text.encode(), case.number)).decode()


def _data_key(body: SealedBody, case: Case) -> bytes:
    outer = dict(_keys(body.ring)).get(body.key_id)
    if outer is None:
        raise Unreadable(f"{case.number}: key {body.key_id} is not here")
    return _decrypt(outer, bytes(body.wrapped_key), case.number)


def shut(plain: bytes, *, bound_to: str, ring: str = COMMON) -> tuple[str, bytes]:
    """Encrypt what belongs to no case under the first key of a ring; return the key's id and what may be stored."""
    key_id, outer = _keys(ring)[0]
    return key_id, _encrypt(outer, plain, bound_to)


def opened(key_id: str, stored: bytes, *, bound_to: str, ring: str = COMMON) -> bytes:
    """Return what `shut` kept, in clear; raises Unreadable."""
    outer = dict(_keys(ring)).get(key_id)
    if outer is None:
        raise Unreadable(f"{bound_to}: key {key_id} is not here")
    return _decrypt(outer, stored, bound_to)


def first_key(ring: str) -> str:
    """Return the id of the key under which everything of a ring is sealed from now on."""
    return _keys(ring)[0][0]


def _keys(ring: str) -> list[tuple[str, bytes]]:
    """Return the wrapping keys of a ring by id, the sealing one first; demo and tests derive one from their secret."""
    pairs = [item.split(":", 1) for item in (settings.SEAL_KEYS_CHILD if ring == CHILD else settings.SEAL_KEYS)]
    if not pairs:
        return [("demo", hashlib.sha256(f"seal{ring}:".encode() + settings.SECRET_KEY.encode()).digest())]
    return [(key_id, base64.b64decode(value)) for key_id, value in pairs]


def _encrypt(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _decrypt(key: bytes, stored: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(stored[:12], stored[12:], bound_to.encode())
    except InvalidTag as error:
        raise Unreadable(bound_to) from error


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
