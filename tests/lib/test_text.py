from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import text
from shramsetu.lib.text import TooLong


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"), (7, "7"), (999, "999"),
        (1000, "1,000"), (99999, "99,999"), (100000, "1,00,000"), (1234567, "12,34,567"),
        (123456789012, "1,23,45,67,89,012"), (-1234567, "-12,34,567"), (-999, "-999"),
    ],
)  # fmt: skip
def test_figures_stand_in_indian_groups(number: int, written: str) -> None:
    assert text.grouped(number) == written


@given(number=st.integers(-(10**18), 10**18))
def test_grouping_only_adds_commas(number: int) -> None:
    assert text.grouped(number).replace(",", "") == str(number)


def test_days_are_written_in_words() -> None:
    assert text.dated(date(2026, 11, 21)) == "21 नवंबर 2026"
    assert text.dated(date(2027, 2, 1)) == "1 फ़रवरी 2027"
    assert text.dated(date(2026, 11, 21), "en") == "21 November 2026"
    assert (text.weekday(date(2026, 11, 21)), text.weekday(date(2026, 11, 21), "en")) == ("शनिवार", "Saturday")


def test_an_instant_is_no_day() -> None:
    with pytest.raises(TypeError, match="instant"):
        text.dated(datetime(2026, 11, 21, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("clock", "hindi", "english"),
    [
        ((0, 0), "रात 12:00 बजे", "12:00 am"),
        ((3, 59), "रात 3:59 बजे", "3:59 am"), ((4, 0), "सुबह 4:00 बजे", "4:00 am"),
        ((9, 30), "सुबह 9:30 बजे", "9:30 am"),
        ((12, 0), "दोपहर 12:00 बजे", "12:00 pm"), ((15, 59), "दोपहर 3:59 बजे", "3:59 pm"),
        ((18, 0), "शाम 6:00 बजे", "6:00 pm"),
        ((20, 0), "रात 8:00 बजे", "8:00 pm"), ((23, 59), "रात 11:59 बजे", "11:59 pm"),
    ],
)  # fmt: skip
def test_times_name_the_part_of_the_day(clock: tuple[int, int], hindi: str, english: str) -> None:
    assert text.timed(time(*clock)) == hindi
    assert text.timed(time(*clock), "en") == english


def test_an_instant_is_written_as_kolkata_sees_it() -> None:
    assert text.instant(datetime(2026, 11, 21, 18, 29, tzinfo=UTC)) == "21 नवंबर 2026, रात 11:59 बजे"
    assert text.instant(datetime(2026, 11, 21, 18, 30, tzinfo=UTC)) == "22 नवंबर 2026, रात 12:00 बजे"


@pytest.mark.parametrize(
    ("span", "hindi", "english"),
    [
        (timedelta(0), "0 मिनट", "0 minutes"),
        (timedelta(seconds=59), "0 मिनट", "0 minutes"),
        (timedelta(hours=1), "1 घंटा", "1 hour"),
        (timedelta(hours=5, minutes=1), "5 घंटे 1 मिनट", "5 hours 1 minute"),
        (timedelta(days=2, hours=3, minutes=59), "2 दिन 3 घंटे", "2 days 3 hours"),
        (timedelta(days=1, minutes=5), "1 दिन", "1 day"),
        (-timedelta(days=1), "1 दिन", "1 day"),
    ],
)
def test_how_long_it_takes_in_two_units(span: timedelta, hindi: str, english: str) -> None:
    assert (text.lasting(span), text.lasting(span, "en")) == (hindi, english)


def test_digits_go_both_ways() -> None:
    assert text.latin_digits("०१२३४५६७८९ ۰۱۲ ２ ab²") == "0123456789 012 2 ab²"
    assert text.devanagari_digits("1047 2963 8150") == "१०४७ २९६३ ८१५०"


@pytest.mark.parametrize(
    ("message", "size"),
    [
        ("", (0, 0)), ("a", (1, 1)), ("a" * 160, (160, 1)),
        ("a" * 161, (161, 2)), ("a" * 306, (306, 2)), ("a" * 307, (307, 3)),
        ("€" * 80, (160, 1)), ("€" * 81, (162, 2)),
        ("a" + "€" * 152, (305, 2)), ("a" * 152 + "€" * 77, (306, 3)), ("{}", (4, 1)),
        ("क", (1, 1)), ("क" * 70, (70, 1)), ("क" * 71, (71, 2)), ("क" * 134, (134, 2)), ("क" * 135, (135, 3)),
        ("a" * 70 + "क", (71, 2)), ("कि", (2, 1)), ("😀", (2, 1)),
        ("😀" * 35, (70, 1)), ("क" * 66 + "😀" * 4, (74, 2)), ("₹", (1, 1)),
    ],
)  # fmt: skip
def test_messages_are_measured_as_they_are_paid(message: str, size: tuple[int, int]) -> None:
    assert text.sms_segments(message) == size


def test_a_mark_of_two_units_is_not_cut() -> None:
    assert text.sms_segments("क" * 66 + "😀" + "क" * 66).segments == 3  # 66, then 2 and 65, then 1
    assert text.sms_segments("क" * 65 + "😀" + "क" * 67).segments == 2
    assert [len(part) for part in text.sms_parts("क" * 66 + "😀" + "क" * 66)] == [66, 66, 1]
    assert text.sms_parts("क" * 70) == ["क" * 70]
    assert text.sms_parts("") == []


@given(message=st.text(max_size=400))
def test_segments_hold_the_message(message: str) -> None:
    units, segments = text.sms_segments(message)
    assert units >= len(message)
    assert segments <= units
    assert (segments == 0) is (message == "")
    assert segments <= 1 or units > 70 * (segments - 2)


def test_clean_keeps_words_and_lines() -> None:
    assert text.clean("  मज़दूरी\tनहीं \r\n\r\n\r\n\r\nमिली\u0000\u202e \u200b", limit=50) == "मज\u093cदूरी नहीं\n\nमिली"
    assert text.clean("क\u094d\u200dष", limit=5) == "क\u094d\u200dष"
    assert text.clean("\ud800a\ufeff", limit=5) == "a"
    assert text.clean("e\u0301", limit=1) == "é"


def test_what_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(TooLong) as caught:
        text.clean("अ" * 1201, limit=1000)
    assert (caught.value.length, caught.value.limit) == (1201, 1000)
    assert caught.value.sentence() == "यहाँ 1,000 अक्षर तक लिख सकते हैं; आपने 1,201 लिखे। थोड़ा छोटा कीजिए।"
    assert caught.value.sentence("en") == "There is room for 1,000 characters; you wrote 1,201. Make it shorter."
    assert text.clean("अ" * 1000 + " " * 500, limit=1000) == "अ" * 1000
    with pytest.raises(TooLong):
        text.clean(" " * 5_000_000, limit=1000)


@given(written=st.text(max_size=100))
def test_clean_twice_is_clean_once(written: str) -> None:
    once = text.clean(written, limit=1000)
    assert text.clean(once, limit=1000) == once
    assert "\0" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    "formula", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "%0A", "|calc", "+919876543210"]
)
def test_a_formula_becomes_text(formula: str) -> None:
    assert text.csv_safe(formula) == "'" + formula


@pytest.mark.parametrize("value", ["", "राजेश", "-5", "-12.50", "12", "a=b", "98765-43210", "1047 2963 8150"])
def test_other_cells_stay(value: str) -> None:
    assert text.csv_safe(value) == value


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("call 9876543210 now", "call XXXXXXXX10 now"),
        ("+91 98765 43210", "XXXXXXXXXX10"),
        ("फोन ९८७६५४३२१०।", "फोन XXXXXXXX१०।"),
        ("09876543210,", "XXXXXXXXX10,"),
        ("98765-43210", "XXXXXXXX10"),
        ("aadhaar 2345 6789 0123", "aadhaar XXXXXXXXXX23"),
        ("234567890123", "XXXXXXXXXX23"),
        ("case 104729638150 of 9876543210", "case 104729638150 of XXXXXXXX10"),
        ("case 1047 2963 8150", "case 1047 2963 8150"),
        ("2026-11-21 21:30:00.123456 took 1234567 ns", "2026-11-21 21:30:00.123456 took 1234567 ns"),
        ("98765432109876543", "98765432109876543"),
    ],
)
def test_logs_hold_no_phone_and_no_aadhaar(written: str, logged: str) -> None:
    assert text.scrub(written) == logged


@pytest.mark.parametrize(
    ("written", "side"),
    [
        ("مزدوری نہیں ملی", "rtl"),
        ("18,000 روپے", "rtl"),
        ("मज़दूरी नहीं मिली", "ltr"),
        ("wages (مزدوری)", "ltr"),
        ("123", "ltr"),
    ],
)
def test_the_first_letter_says_from_which_side_a_text_is_read(written: str, side: str) -> None:
    assert text.direction(written) == side
