"""Tokens in place of Aadhaar numbers: the same for the same number, turned to a new key without the number."""

import base64

import pytest
from hypothesis import given
from tests.lib.test_aadhaar import ONE, numbers

from shramsetu.lib import identity
from shramsetu.lib.aadhaar_tokens import BadRing, Ring, Token, UnknownKey
from shramsetu.lib.identity import Identity, Kind

OLD, NEW, NEWEST = (f"{name}:{base64.b64encode(name.encode() * 32).decode()}" for name in "abc")
NUMBER = identity.parse(Kind.AADHAAR, ONE)


def test_a_token_holds_the_last_four_digits_and_nothing_else_of_the_number() -> None:
    token = Ring.read([OLD]).token(NUMBER)
    assert (token.key_id, token.last_four, token.masked) == ("a", "7058", "XXXX XXXX 7058")
    assert len(token.digest) == 64
    assert ONE not in f"{token}"
    assert token != Ring.read([OLD.replace("a:", "z:", 1)]).token(NUMBER)
    assert token.digest != Ring.read([NEW]).token(NUMBER).digest


@given(number=numbers())
def test_a_row_turned_to_the_newest_key_meets_a_new_one(number: str) -> None:
    who = Identity(Kind.AADHAAR, number)
    kept = Ring.read([OLD]).token(who)
    grown = Ring.read([NEWEST, NEW, OLD])
    assert grown.turned(kept) == grown.token(who)
    assert grown.turned(grown.token(who)) == grown.token(who)
    assert kept in grown.tokens(who)
    assert grown.tokens(who)[-1] == grown.token(who)


def test_what_stands_under_a_key_that_is_gone_is_told() -> None:
    with pytest.raises(UnknownKey):
        Ring.read([NEW]).turned(Ring.read([OLD]).token(NUMBER))


@pytest.mark.parametrize("words", [[], ["a"], ["a:c2hvcnQ="], [OLD, OLD], [OLD[1:]], ["a:!!"]])
def test_a_ring_that_cannot_be_used_is_refused(words: list[str]) -> None:
    with pytest.raises(BadRing):
        Ring.read(words)


def test_no_other_number_gets_a_token() -> None:
    with pytest.raises(TypeError):
        Ring.read([OLD]).token(Identity(Kind.UAN, "123456789012"))


def test_the_token_is_the_same_for_ever() -> None:
    kept = Token("b", "13c9f8e9", "7058")
    assert Ring.read([NEW, OLD]).token(NUMBER).digest[:8] == kept.digest


def test_a_ring_does_not_show_its_keys() -> None:
    ring = Ring.read([f"k1:{base64.b64encode(b'secret' * 6).decode()}"])
    assert "secret" not in repr(ring)
