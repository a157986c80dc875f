import base64
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.workers.rules import cards
from shramsetu.workers.rules.cards import Forged, NotACard, Ring, Said, UnknownKey

OLD = f"old:{base64.b64encode(bytes(range(32))).decode()}"
NEW = f"new:{base64.b64encode(bytes(range(32, 64))).decode()}"
SAID = Said(
    number="10472963815",
    board="bocw",
    issue=2,
    name="राम प्रसाद निषाद",
    parent="शिव प्रसाद",
    born_year=1988,
    district="कानपुर नगर",
    issued_on=date(2026, 11, 22),
    valid_until=date(2029, 11, 21),
)


def made(ring: Ring, said: Said = SAID) -> str:
    content = cards.written(said)
    return cards.code(ring.newest, content, ring.sign(content))


def test_a_card_says_what_was_signed_with_the_address_before_it_or_without():
    ring = Ring.read([NEW])
    assert cards.check(made(ring), ring.published()) == SAID
    assert cards.check(f"https://setu.example/shramik/card/#{made(ring)}\n", ring.published()) == SAID


def test_a_changed_sign_is_found():
    ring = Ring.read([NEW])
    mark, key_id, content, signature = made(ring).split(".")
    del content
    other = cards.written(replace(SAID, name="कोई और"))
    forged = ".".join((mark, key_id, base64.urlsafe_b64encode(other).decode().rstrip("="), signature))
    with pytest.raises(Forged):
        cards.check(forged, ring.published())


def test_a_signature_made_for_a_list_fits_no_card():
    ring = Ring.read([NEW])
    content = cards.written(SAID)
    with pytest.raises(Forged):
        cards.check(cards.code("new", content, ring.sign_list(content)), ring.published())


def test_after_a_new_key_old_cards_are_read_even_when_the_old_secret_is_destroyed():
    before = Ring.read([OLD])
    card = made(before)
    turned = Ring.read([NEW, OLD])
    assert cards.check(card, turned.published()) == SAID
    assert turned.newest == "new"
    retired = Ring.read([NEW], [f"old:{before.published()['old']}"])
    assert cards.check(card, retired.published()) == SAID
    with pytest.raises(UnknownKey):
        cards.check(card, Ring.read([NEW]).published())


@pytest.mark.parametrize(
    "words", [[], ["x"], ["a:short"], [OLD, OLD], [f"bad id:{OLD[4:]}"], ["a:" + base64.b64encode(b"1" * 31).decode()]]
)
def test_keys_that_cannot_be_used_are_refused(words):
    with pytest.raises(cards.BadKeys):
        Ring.read(words)


@given(st.text(max_size=300))
def test_no_text_is_a_card_that_was_not_signed(text):
    with pytest.raises((NotACard, UnknownKey, Forged)):
        cards.check(text, Ring.read([NEW]).published())


@given(st.text(max_size=80), st.text(max_size=80), st.integers(1900, 2020), st.integers(1, 300))
def test_whatever_name_a_worker_has_the_code_holds_it(name, parent, year, issue):
    ring = Ring.read([NEW])
    said = replace(SAID, name=name, parent=parent, born_year=year, issue=issue)
    found = cards.check(made(ring, said), ring.published())
    assert (found.name, found.parent) == (name[:40], parent[:40])
    assert (found.born_year, found.issue) == (year, issue)


def test_a_signed_content_of_another_shape_is_no_card():
    ring = Ring.read([NEW])
    content = json.dumps({"n": "1"}).encode()
    with pytest.raises(NotACard):
        cards.check(cards.code("new", content, ring.sign(content)), ring.published())


def test_the_mark_of_a_card_differs_by_its_issue():
    assert SAID.mark == cards.mark_of("10472963815", "bocw", 2)
    assert cards.mark_of("10472963815", "bocw", 1) != SAID.mark
