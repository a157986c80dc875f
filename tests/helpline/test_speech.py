"""Numbers, dates, times and waits as they are heard."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.helpline.rules import speech


def hindi(keys: speech.Keys) -> str:
    return speech.said(keys, "hi")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "शून्य"),
        (29, "उनतीस"),
        (38, "अड़तीस"),
        (89, "नवासी"),
        (99, "निन्यानवे"),
        (100, "एक सौ"),
        (1_076, "एक हज़ार छिहत्तर"),
        (18_000, "अठारह हज़ार"),
        (125_000, "एक लाख पच्चीस हज़ार"),
        (12_500_034, "एक करोड़ पच्चीस लाख चौंतीस"),
        (1_000 * 10**7, "एक हज़ार करोड़"),
    ],
)
def test_numbers_are_said_in_hindi(value: int, words: str) -> None:
    assert hindi(speech.number(value)) == words


def test_every_number_to_ninety_nine_has_a_word_of_its_own() -> None:
    assert len({speech.WORDS[f"n-{value}"]["hi"] for value in range(100)}) == 100
    assert len({speech.WORDS[f"n-{value}"]["en"] for value in range(100)}) == 100


def test_numbers_are_said_in_english() -> None:
    assert speech.said(speech.number(12_500_034), "en") == "one crore twenty five lakh thirty four"


def test_nothing_below_zero_is_said() -> None:
    with pytest.raises(ValueError, match="not said"):
        speech.number(-1)


def test_digits_come_one_by_one_in_groups_of_four() -> None:
    keys = speech.digits("104729638150")
    assert keys[:6] == ("n-1", "n-0", "n-4", "n-7", "pause", "n-2")
    assert hindi(keys) == "एक शून्य चार सात दो नौ छह तीन आठ एक पाँच शून्य"


def test_a_day_is_said_with_its_year_if_asked() -> None:
    assert hindi(speech.day(date(2026, 11, 21))) == "इक्कीस नवंबर"
    assert speech.said(speech.day(date(2026, 11, 21), year=True), "en") == "twenty one November two thousand twenty six"


@pytest.mark.parametrize(
    ("at", "words", "english"),
    [
        (time(9, 30), "सुबह साढ़े नौ बजे", "half past nine in the morning"),
        (time(13, 30), "दोपहर डेढ़ बजे", "half past one in the afternoon"),
        (time(14, 30), "दोपहर ढाई बजे", "half past two in the afternoon"),
        (time(17, 45), "शाम पौने छह बजे", "quarter to six in the evening"),
        (time(12, 45), "दोपहर पौने एक बजे", "quarter to one in the afternoon"),
        (time(18, 0), "शाम छह बजे", "six o'clock in the evening"),
        (time(0, 15), "रात सवा बारह बजे", "quarter past twelve at night"),
        (time(20, 7), "रात आठ बजकर सात मिनट", "seven minutes past eight at night"),
    ],
)
def test_a_time_is_said_as_people_say_it(at: time, words: str, english: str) -> None:
    assert hindi(speech.clock(at)) == words
    assert speech.said(speech.clock(at, "en"), "en") == english


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (59, "एक मिनट से कम"),
        (60, "लगभग एक मिनट"),
        (230, "लगभग चार मिनट"),
        (3_600, "लगभग एक घंटा"),
        (9_000, "लगभग दो घंटे तीस मिनट"),
        (90_000, "लगभग एक दिन एक घंटा"),
    ],
)
def test_a_span_is_rounded_up_to_minutes(seconds: int, words: str) -> None:
    assert hindi(speech.duration(seconds)) == words


def test_the_place_in_the_queue_is_the_people_before() -> None:
    assert hindi(speech.place(1)) == "अब आपकी बारी है।"
    assert hindi(speech.place(2)) == "आपसे पहले एक व्यक्ति है।"
    assert hindi(speech.waiting(5, 230)) == "आपसे पहले चार लोग हैं। प्रतीक्षा का समय लगभग चार मिनट"
    assert speech.waiting(5, None) == speech.place(5)


@given(st.integers(0, 10**12), st.times(), st.floats(0, 10**6))
def test_every_key_that_is_said_has_its_words(value: int, at: time, seconds: float) -> None:
    keys = {*speech.number(value), *speech.clock(at), *speech.clock(at, "en"), *speech.duration(seconds)}
    assert keys <= set(speech.WORDS)
    assert all(words[language] for words in speech.WORDS.values() for language in speech.LANGUAGES)


def test_known_numbers_are_read_by_their_digits() -> None:
    assert speech.aloud("1076 और 112, पर 11200 नहीं", "hi") == "दस छिहत्तर और एक एक दो, पर 11200 नहीं"
