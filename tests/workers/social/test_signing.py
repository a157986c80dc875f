"""Signatures: every form in use is understood and named, and nothing that was changed, old or foreign passes."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.workers.social import signing
from shramsetu.workers.social.reasons import Fault, Refused
from shramsetu.workers.social.signing import Form, Signature, Signer

AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
SIGNER = Signer("family-id", "one", KEY)
HEADER = {"action": "search", "sender_id": "family-id", "total_count": 1.0}
MESSAGE = {"transaction_id": "t1", "name": "सीता देवी", "score": 1e21}


def checked(body: bytes, *, at: datetime = AT, sender: str = "family-id", key: Ed25519PrivateKey = KEY) -> Form:
    said = signing.read(body)
    return Signature.read(said.get("signature", "")).check(body, key=key.public_key(), sender=sender, at=at)


def reason(body: bytes, **changes: object) -> Fault:
    with pytest.raises(Refused) as caught:
        checked(body, **changes)  # type: ignore[arg-type]
    return caught.value.fault


def signed_over(content: str, body: dict[str, object], *, life: int = 300, shift: int = 0) -> bytes:
    """Sign as another program would: over `content`, whatever the body looks like."""
    created = int(AT.timestamp()) + shift
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    made = KEY.sign(f"(created): {created}\n(expires): {created + life}\ndigest: {digest}".encode())
    signature = (
        f'namespace="dci", kidId="family-id|one|ed25519", algorithm="ed25519", created="{created}", '
        f'expires="{created + life}", headers="(created) (expires) digest", '
        f'signature="{base64.b64encode(made).decode()}"'
    )
    return json.dumps({"signature": signature, **body}, ensure_ascii=False).encode()


def test_what_we_sign_stands_in_the_body_byte_for_byte() -> None:
    body = SIGNER.envelope(HEADER, MESSAGE, AT)
    content = signing.canonical({"header": HEADER, "message": MESSAGE})
    assert body.startswith(content[:-1])
    assert '"name":"सीता देवी"'.encode() in body
    assert checked(body) is Form.RAW


def test_a_body_written_anew_on_its_way_still_fits_by_rfc_8785() -> None:
    said = signing.read(SIGNER.envelope(HEADER, MESSAGE, AT))
    again = json.dumps({"message": said["message"], "header": said["header"], "signature": said["signature"]}, indent=1)
    assert checked(again.encode()) is Form.JCS


def test_escaped_json_of_a_hindi_name_is_known_as_the_legacy_form() -> None:
    """OpenSPP 2 signs Python's default: what is beyond ASCII escaped, which is not RFC 8785."""
    two = {"header": {"action": "search"}, "message": {"name": "सीता देवी"}}
    content = json.dumps(two, sort_keys=True, separators=(",", ":"))
    assert "\\u0938" in content
    assert checked(signed_over(content, two)) is Form.LEGACY


def test_what_another_program_signed_with_its_own_spaces_fits_as_it_stands() -> None:
    header, message = '{ "action" : "search" }', '{"b":1, "a":[1.50]}'
    two = f'{{"header":{header},"message":{message}}}'
    signature = json.loads(signed_over(two, {}))["signature"]
    body = f'{{"signature": {json.dumps(signature)},\n "header" : {header} , "message":{message}\n}}'
    assert checked(body.encode()) is Form.RAW


def test_a_changed_letter_is_seen() -> None:
    body = SIGNER.envelope(HEADER, MESSAGE, AT)
    assert reason(body.replace("सीता".encode(), "गीता".encode())) is Fault.SIGNATURE
    assert reason(body.replace(b'"search"', b'"notify"')) is Fault.SIGNATURE


def test_a_signature_lives_five_minutes_and_clocks_may_differ_by_one() -> None:
    body = SIGNER.envelope(HEADER, MESSAGE, AT)
    assert checked(body, at=AT + timedelta(seconds=359)) is Form.RAW
    assert checked(body, at=AT - timedelta(seconds=59)) is Form.RAW
    assert reason(body, at=AT + timedelta(seconds=361)) is Fault.SIGNATURE
    assert reason(body, at=AT - timedelta(seconds=61)) is Fault.SIGNATURE


@pytest.mark.parametrize("life", [301, 86_400, 0, -1])
def test_nobody_signs_for_longer_than_five_minutes(life: int) -> None:
    two = {"header": {}, "message": {}}
    content = json.dumps(two, separators=(",", ":"))
    assert reason(signed_over(content, two, life=life)) is Fault.SIGNATURE


def test_another_key_and_another_sender_are_refused() -> None:
    body = SIGNER.envelope(HEADER, MESSAGE, AT)
    assert reason(body, key=Ed25519PrivateKey.from_private_bytes(b"x" * 32)) is Fault.SIGNATURE
    assert reason(body, sender="somebody-else") is Fault.SIGNATURE


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.UNSIGNED),
        ("  ", Fault.UNSIGNED),
        ("unsigned-stub", Fault.SIGNATURE),
        ("invalid-signature", Fault.SIGNATURE),
        ("eyJhbGciOiJSUzI1NiJ9.", Fault.SIGNATURE),
        ('kidId="family-id|one|ed25519", algorithm="none"', Fault.SIGNATURE),
        ('signature="!!!", created="1", expires="2"', Fault.SIGNATURE),
        ('a="1", ' * 1000, Fault.SIGNATURE),
    ],
)
def test_what_is_no_signature_is_refused(text: str, fault: Fault) -> None:
    assert reason(json.dumps({"signature": text, "header": {}, "message": {}}).encode()) is fault


def test_a_signature_that_leaves_out_the_digest_is_refused() -> None:
    body = SIGNER.envelope(HEADER, MESSAGE, AT)
    assert reason(body.replace(b"(created) (expires) digest", b"(created)")) is Fault.SIGNATURE


@pytest.mark.parametrize(
    "body", [b'{"header":{},"header":{}}', b"[]", b"", b"{", b'{"a":NaN}', b"\xff", b"null", b"[" * 100_000]
)
def test_what_two_readers_would_read_differently_is_not_read(body: bytes) -> None:
    with pytest.raises(signing.BadJson):
        signing.read(body)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXT, JSON, max_size=4))
def test_whatever_is_signed_fits_as_sent_and_written_anew(message: dict[str, object]) -> None:
    body = SIGNER.envelope({"sender_id": "family-id"}, message, AT)
    assert checked(body) is Form.RAW
    again = json.dumps(json.loads(body), indent=2).encode()
    assert checked(again) in (Form.JCS, Form.RAW)
