from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import numbers
from shramsetu.lib.numbers import BadNumber

KEY = b"a key of 16 byte and more"
OTHER = b"another key of 16 bytes"
FIRST_NUMBERS = ["179379901300", "152449150659", "126403780102", "178147006412"]  # a change would orphan every slip

sequences = st.integers(0, numbers.SPACE - 1)


def wrong(text: str) -> BadNumber:
    with pytest.raises(BadNumber) as caught:
        numbers.parse(text)
    return caught.value


def test_numbers_stay_what_they_were() -> None:
    assert [numbers.number_for(sequence, KEY) for sequence in (0, 1, 2, numbers.SPACE - 1)] == FIRST_NUMBERS


@given(sequence=sequences)
def test_a_number_leads_back_to_its_sequence(sequence: int) -> None:
    number = numbers.number_for(sequence, KEY)
    assert numbers.sequence_of(number, KEY) == sequence
    assert numbers.is_valid(number)
    assert (len(number), number[0]) == (12, "1")


@given(pair=st.tuples(sequences, sequences).filter(lambda pair: pair[0] != pair[1]))
def test_two_sequences_never_share_a_number(pair: tuple[int, int]) -> None:
    assert numbers.number_for(pair[0], KEY) != numbers.number_for(pair[1], KEY)


def test_twenty_thousand_in_a_row_are_all_different() -> None:
    assert len({numbers.number_for(sequence, KEY) for sequence in range(20_000)}) == 20_000


@given(sequence=sequences)
def test_another_key_gives_another_number(sequence: int) -> None:
    assert numbers.number_for(sequence, KEY) != numbers.number_for(sequence, OTHER)


@given(sequence=sequences, place=st.integers(0, 11), digit=st.integers(0, 9))
def test_one_wrong_digit_is_found(sequence: int, place: int, digit: int) -> None:
    number = numbers.number_for(sequence, KEY)
    changed = f"{number[:place]}{digit}{number[place + 1 :]}"
    assert numbers.is_valid(changed) is (changed == number)


@given(sequence=sequences, place=st.integers(0, 10))
def test_two_swapped_neighbours_are_found(sequence: int, place: int) -> None:
    number = numbers.number_for(sequence, KEY)
    swapped = f"{number[:place]}{number[place + 1]}{number[place]}{number[place + 2 :]}"
    assert numbers.is_valid(swapped) is (swapped == number)


def test_neighbouring_sequences_look_unrelated() -> None:
    bodies = [int(numbers.number_for(sequence, KEY)[1:-1]) for sequence in range(1000)]
    upper = sum(body >= numbers.SPACE // 2 for body in bodies)
    steps = {abs(later - earlier) for earlier, later in pairwise(bodies)}
    assert 420 < upper < 580
    assert len(steps) == 999
    assert min(steps) > 1000


@pytest.mark.parametrize("sequence", [-1, numbers.SPACE])
def test_a_sequence_outside_the_space_is_refused(sequence: int) -> None:
    with pytest.raises(ValueError, match="sequence"):
        numbers.number_for(sequence, KEY)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        numbers.number_for(1, b"short")


def test_what_is_not_a_number_is_not_valid() -> None:
    number = numbers.number_for(7, KEY)
    hindi = number.translate({48 + digit: 0x966 + digit for digit in range(10)})
    for text in ("", number[:-1], number + "0", hindi, "2" + number[1:], number[:-1] + "x", "²" * 12):
        assert not numbers.is_valid(text)


@given(sequence=sequences)
def test_what_is_written_spaced_or_in_hindi_digits_is_read(sequence: int) -> None:
    number = numbers.number_for(sequence, KEY)
    hindi = number.translate({48 + digit: 0x966 + digit for digit in range(10)})
    for text in (
        number,
        numbers.spaced(number),
        hindi,
        f" {number[:4]}-{number[4:8]}-{number[8:]}\n",
        numbers.spaced(hindi),
    ):
        assert numbers.parse(text) == number


def test_spaced_in_fours() -> None:
    assert numbers.spaced("104729638150") == "1047 2963 8150"


def test_what_is_wrong_is_said_with_its_remedy() -> None:
    number = numbers.number_for(7, KEY)
    assert [(error.reason, error.digits) for error in map(wrong, ("", "  ", "abc", number[:9], number + "1"))] == [
        ("empty", 0), ("empty", 0), ("character", 0), ("length", 9), ("length", 13),
    ]  # fmt: skip
    assert wrong(number[:-1] + str((int(number[-1]) + 1) % 10)).reason == "check"
    assert wrong(number[:9]).sentence() == "शिकायत नंबर में 12 अंक होते हैं; आपने 9 लिखे।"
    assert wrong(number[:9]).sentence("en") == "A complaint number has 12 digits; you wrote 9."


@given(text=st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        outcome = numbers.is_valid(numbers.parse(text))
    except BadNumber as error:
        outcome = bool(error.sentence("hi") and error.sentence("en"))
    assert outcome


def test_a_code_hangs_on_each_part_and_their_borders() -> None:
    codes = {numbers.code_for(KEY, *parts) for parts in (("a", "bc"), ("ab", "c"), ("abc",), ("abc", ""), ())}
    assert len(codes) == 5
    assert numbers.code_for(KEY, "a") != numbers.code_for(OTHER, "a")
    assert {len(numbers.code_for(KEY, str(part))) for part in range(50)} == {6}
    assert len(numbers.code_for(KEY, "a", digits=4)) == 4
    with pytest.raises(ValueError, match="digits"):
        numbers.code_for(KEY, "a", digits=0)
