"""An Aadhaar number is found and hidden in any text that holds one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import verhoeff

from shramsetu.lib import aadhaar, text

ONE = "999941057058"  # the number of UIDAI's own examples
SCRIPTS = ["0", "०", "٠", "۰", "০", "੦", "௦", "０", "𝟘"]
SEPARATORS = [
    "",
    " ",
    "-",
    "\u00a0",
    "\u2009",
    "\u200b",
    ".",
    " - ",
    "\n",
    "/",
    "_",
    "%20",
    " --- ",
    "\r\n\r\n",
    "&nbsp;",
    "%2D",
]

bodies = st.text(st.sampled_from("0123456789"), min_size=10, max_size=10)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from("23456789")) + draw(bodies)
    return body + verhoeff.calc_check_digit(body)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and it as somebody may write it."""
    number = draw(numbers())
    zero, between = ord(draw(st.sampled_from(SCRIPTS))), draw(st.sampled_from(SEPARATORS))
    size = draw(st.sampled_from([2, 3, 4, 6, 12]))
    digits = "".join(chr(zero + int(digit)) for digit in number)
    return number, between.join(digits[at : at + size] for at in range(0, 12, size))


def digits_of(shown: str) -> str:
    return "".join(
        mark for mark in aadhaar.digits_as_ascii(shown.replace("%20", "").replace("%2D", "")) if mark.isdigit()
    )


@given(made=written(), before=st.text(max_size=20), after=st.text(max_size=20))
@example(made=(ONE, ONE), before="12", after="34")
@example(made=(ONE, "9999 4105 7058"), before="5", after="")
def test_no_text_shows_an_aadhaar_after_it_was_scrubbed(made: tuple[str, str], before: str, after: str) -> None:
    number, form = made
    shown = text.scrub(f"{before}{form}{after}")
    assert form not in shown
    assert number not in digits_of(shown)


@given(
    made=written(),
    before=st.sampled_from(["", "आधार ", "Aadhaar: ", "(", "मेरा "]),
    after=st.sampled_from(["", " है", ").", "।"]),
)
def test_an_aadhaar_in_a_sentence_is_seen(made: tuple[str, str], before: str, after: str) -> None:
    assert aadhaar.looks_like_aadhaar(f"{before}{made[1]}{after}")


@given(said=st.text(max_size=80))
def test_scrubbing_changes_digits_only_and_only_once(said: str) -> None:
    once = text.scrub(said)
    assert len(once) == len(said)
    assert text.scrub(once) == once


@pytest.mark.parametrize(
    "said",
    [
        "999941057059",  # another check digit
        "199941057058",
        "104729638150",  # a case number
        "1047 2963 8150 और 9876543210",
        "9876543210 12",  # a telephone and something else
        "99994105705",
        "09999410570580",
        "2026-11-22 13:15:01",
        "",
    ],
)
def test_what_is_no_aadhaar_is_not_taken_for_one(said: str) -> None:
    assert not aadhaar.looks_like_aadhaar(said)


def test_what_is_left_is_the_last_two_digits() -> None:
    assert text.scrub(f"आधार {ONE} है") == "आधार XXXXXXXXXX58 है"
    assert text.scrub("९९९९-४१०५-७०५८") == "XXXX-XXXX-XX५८"
    assert text.scrub("१०४७ २९६३ ८१५०") == "१०४७ २९६३ ८१५०"


@pytest.mark.parametrize(
    "said",
    [
        "9999:4105:7058",
        "9999x4105x7058",
        "9999<br>4105<br>7058",
        "99994 1057058",
        "999 9410 57058",
        "9999 4105 70 58",
        "जन्म 1990 9999 4105 7058",  # no case number begins there
        "1047-9999-4105-7058",
    ],
)
def test_an_aadhaar_in_another_form_is_seen_and_hidden(said: str) -> None:
    assert aadhaar.looks_like_aadhaar(said)
    assert "9999" not in text.scrub(said)


@pytest.mark.parametrize(
    "said",
    [
        r'{"q": "\u096f\u096f\u096f\u096f\u096a\u0967\u0966\u096b\u096d\u0966\u096b\u096e"}',
        "%E0%A5%AF" * 4 + "4105 7058",
    ],
)
def test_escaped_digits_are_hidden_too(said: str) -> None:
    shown = text.scrub(said)
    assert "096f" not in shown
    assert "%E0" not in shown
    assert "XXXX" in shown


@pytest.mark.parametrize(
    "said",
    ["98765 43210 25", "91 98765 43210", "25-10-2025 3000 रुपये", "2026-11-22T23:26:28.123456Z", r"C:\u0939\x", "50%20%"],
)
def test_phones_days_sums_and_instants_are_grouped_otherwise(said: str) -> None:
    assert not aadhaar.looks_like_aadhaar(said)
