import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import phone
from shramsetu.lib.phone import BadPhone

mobiles = st.from_regex(r"[6-9][0-9]{9}", fullmatch=True)


def wrong(text: str) -> tuple[str, int]:
    with pytest.raises(BadPhone) as caught:
        phone.normalise(text)
    return caught.value.reason, caught.value.digits


@pytest.mark.parametrize(
    "written",
    [
        "9876543210", "98765 43210", "98765-43210", "+91 98765 43210", "+91-9876543210", "919876543210", "09876543210",
        "00919876543210", "0091 09876543210", "(+91) 98765.43210", "०९८७६५४३२१०", "९८७६५ ४३२१०", "+९१ 98765 ४३२१०",
        "\u200e9876543210\u202c", "9876543210\n", "091 9876543210", "98765–43210",
    ],
)  # fmt: skip
def test_every_way_of_writing_a_mobile_gives_one_form(written: str) -> None:
    assert phone.normalise(written) == "+919876543210"


@pytest.mark.parametrize("written", ["0512-2345678", "0512 2345678", "05122345678", "+91 512 2345678", "०५१२-२३४५६७८"])
def test_a_landline_is_taken_with_its_code(written: str) -> None:
    assert phone.normalise(written) == "+915122345678"


def test_what_is_wrong_is_named_with_its_count() -> None:
    assert wrong("") == ("empty", 0)
    assert wrong(" +- ") == ("empty", 0)
    assert wrong("98765432I0") == ("character", 9)
    assert wrong("मोहन") == ("character", 0)
    assert wrong("987654321") == ("short", 9)
    assert wrong("0987654321") == ("unknown", 10)
    assert wrong("+91 98765 4321") == ("short", 9)
    assert wrong("98765432101") == ("long", 11)
    assert wrong("+44 20 7946 0958") == ("foreign", 12)
    assert wrong("+98 7654 3210") == ("foreign", 10)
    assert wrong("1000000000") == ("unknown", 10)
    assert wrong("2345678") == ("short", 7)
    assert wrong("9" * 5000) == ("long", 5000)


def test_the_sentence_says_how_many_digits_were_written() -> None:
    with pytest.raises(BadPhone) as caught:
        phone.normalise("98765 4321")
    assert caught.value.sentence() == "मोबाइल नंबर में 10 अंक होते हैं; आपने 9 लिखे।"
    assert caught.value.sentence("en") == "A mobile number has 10 digits; you wrote 9."


@given(
    digits=mobiles,
    prefix=st.sampled_from(["", "0", "+91", "91", "0091", "+91 ", "+91-0", "+910"]),
    cut=st.integers(0, 9),
)
def test_any_mobile_is_read_whatever_its_prefix(digits: str, prefix: str, cut: int) -> None:
    assert phone.normalise(f"{prefix}{digits[:cut]} {digits[cut:]}") == "+91" + digits


@given(text=st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        number = phone.normalise(text)
    except BadPhone as error:
        number, said = "", error.sentence("hi") + error.sentence("en")
    else:
        said = phone.shown(number)
    assert said
    assert not number or (phone.normalise(number), len(number), number[:3]) == (number, 13, "+91")


@given(digits=mobiles)
def test_six_digits_stay_hidden(digits: str) -> None:
    assert phone.masked("+91" + digits) == f"{digits[:2]}XXXXXX{digits[-2:]}"


def test_only_a_mobile_takes_messages() -> None:
    assert [phone.is_mobile(number) for number in ("+919876543210", "+916000000000", "+915122345678")] == [
        True,
        True,
        False,
    ]


def test_numbers_are_shown_and_spoken_in_groups() -> None:
    assert phone.shown("+919876543210") == "98765 43210"
    assert phone.shown("+915122345678") == "0512 234 5678"
    assert phone.spoken("+919876543210") == "नौ आठ सात छह पाँच, चार तीन दो एक शून्य"
    assert phone.spoken("+919876543210", "en") == "nine eight seven six five, four three two one zero"
