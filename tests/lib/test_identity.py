"""Typed identity numbers: what is taken, what is refused and in which words; none shows itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lib.test_aadhaar import ONE, digits_of, numbers, written

from shramsetu.lib import identity
from shramsetu.lib.identity import BadIdentity, Kind

OTHERS = [kind for kind in Kind if kind is not Kind.AADHAAR]


def refused(kind: Kind, text: str) -> tuple[str, str, str]:
    with pytest.raises(BadIdentity) as caught:
        identity.parse(kind, text)
    return caught.value.reason, caught.value.sentence(), caught.value.sentence("en")


@pytest.mark.parametrize(
    ("kind", "text", "number", "masked"),
    [
        (Kind.AADHAAR, "9999 4105 7058", ONE, "XXXX XXXX 7058"),
        (Kind.AADHAAR, "९९९९-४१०५-७०५८", ONE, "XXXX XXXX 7058"),
        (Kind.UAN, "1234 5678 9012", "123456789012", "XXXX XXXX 9012"),
        (Kind.FAMILY_ID, "212345678902", "212345678902", "XXXX XXXX 8902"),
        (Kind.RATION_CARD, "212345678902", "212345678902", "XXXX XXXX 8902"),
        (Kind.EPIC, "wkh 1186253", "WKH1186253", "XXXXXX6253"),
        (Kind.EPIC, "UP/12/345/0123456", "UP123450123456", "XXXXXXXXXX3456"),
        (Kind.PAN, "abcpe 1234f", "ABCPE1234F", "XXXXXX234F"),
    ],
)
def test_a_number_is_brought_to_one_form(kind: Kind, text: str, number: str, masked: str) -> None:
    found = identity.parse(kind, text)
    assert (found.number, found.masked) == (number, masked)
    assert number not in f"{found} {found!r} {[found]}"


def test_a_family_id_and_its_ration_card_are_of_one_space() -> None:
    one, other = (identity.parse(kind, "212345678902") for kind in (Kind.FAMILY_ID, Kind.RATION_CARD))
    assert (one.space, one.number) == (other.space, other.number)
    assert identity.parse(Kind.UAN, "212345678902").space != one.space


@pytest.mark.parametrize(
    ("kind", "text", "reason", "hindi"),
    [
        (Kind.AADHAAR, "", "empty", "आधार नंबर लिखिए।"),
        (Kind.AADHAAR, "99994105705", "length", "आधार नंबर में 12 अंक होते हैं; आपने 11 लिखे।"),
        (Kind.AADHAAR, "199941057058", "first", "आधार नंबर 0 या 1 से शुरू नहीं होता। कार्ड देखकर लिखिए।"),
        (Kind.AADHAAR, "999941057059", "check", "आधार नंबर का कोई अक्षर या अंक ग़लत है। कार्ड से मिलाकर फिर लिखिए।"),
        (Kind.UAN, "12345678901a", "character", "UAN (ई-श्रम) नंबर में सिर्फ़ अंक होते हैं।"),
        (Kind.FAMILY_ID, "000000000000", "same", "फ़ैमिली आईडी में सब अंक एक नहीं हो सकते। कार्ड देखकर लिखिए।"),
        (Kind.EPIC, "WKH1186254", "check", "वोटर कार्ड (EPIC) नंबर का कोई अक्षर या अंक ग़लत है। कार्ड से मिलाकर फिर लिखिए।"),
        (Kind.EPIC, "WK118625", "shape", "वोटर कार्ड (EPIC) नंबर इस तरह लिखा जाता है: ABC1234567।"),
        (Kind.PAN, "ABCDE12345", "shape", "पैन नंबर इस तरह लिखा जाता है: ABCPE1234F।"),
        (Kind.UAN, ONE, "aadhaar", "यह आधार नंबर लगता है। यहाँ आधार नहीं लिखना है; UAN (ई-श्रम) नंबर लिखिए।"),
    ],
)
def test_what_is_wrong_is_told_in_hindi(kind: Kind, text: str, reason: str, hindi: str) -> None:
    assert refused(kind, text)[:2] == (reason, hindi)


@given(made=written(), kind=st.sampled_from(OTHERS))
def test_an_aadhaar_in_another_box_is_refused_and_never_repeated(made: tuple[str, str], kind: Kind) -> None:
    number, form = made
    reason, hindi, english = refused(kind, form)
    assert reason == "aadhaar"
    assert number not in digits_of(hindi + english)


@given(number=numbers())
def test_a_number_its_register_vouches_for_is_taken(number: str) -> None:
    assert identity.parse(Kind.FAMILY_ID, number, vouched=True).number == number


@given(number=numbers(), text=st.text(max_size=20), kind=st.sampled_from(list(Kind)))
def test_no_refusal_repeats_what_was_written(number: str, text: str, kind: Kind) -> None:
    try:
        found = identity.parse(kind, number + text)
        told = f"{found} {found!r}"
    except BadIdentity as error:
        told = f"{error} {error!r} {error.sentence()} {error.sentence('en')}"
    assert number not in told
