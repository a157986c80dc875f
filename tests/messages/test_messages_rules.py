from datetime import UTC, date, datetime, time

import pytest

from shramsetu import rulebook
from shramsetu.messages import rules
from shramsetu.rulebook.words import Variable

AT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
QUIET = (time(21), time(8))


def variable(kind: str, longest: int) -> Variable:
    return Variable.model_validate({"kind": kind, "longest": longest})


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("number", "104729638150", "1047 2963 8150"),
        ("date", date(2026, 11, 28), "28-11-2026"),
        ("date", datetime(2026, 11, 27, 18, 30, tzinfo=UTC), "28-11-2026"),
        ("time", datetime(2026, 11, 27, 18, 29, tzinfo=UTC), "23:59"),
        ("count", 1234567, "12,34,567"),
        ("text", "a\r\n  b\tc", "a b c"),
    ],
)
def test_a_value_is_written_by_its_kind(kind: str, value: object, written: str) -> None:
    assert rules.fitted("v", variable(kind, 30), value) == written


@pytest.mark.parametrize(
    ("value", "longest", "written"),
    [
        ("गौतम बुद्ध नगर", 30, "गौतम बुद्ध नगर"),
        ("गौतम बुद्ध नगर", 12, "गौतम बुद्ध."),
        ("सिद्धार्थनगर", 4, "सि."),
        ("क्षत्रिय", 4, "क्ष."),
        ("Gautam Buddha Nagar", 10, "Gautam Bu."),
    ],
)
def test_a_name_is_shortened_at_a_whole_letter(value: str, longest: int, written: str) -> None:
    fitted = rules.fitted("place", variable("place", longest), value)
    assert len(fitted) <= longest
    assert fitted == written


@pytest.mark.parametrize("kind", ["number", "date", "time", "code", "count"])
def test_a_number_that_does_not_fit_is_never_cut(kind: str) -> None:
    with pytest.raises(rules.ValueTooLong) as caught:
        rules.fitted("code", variable(kind, 8), "123456789")
    assert (caught.value.name, caught.value.longest) == ("code", 8)


def test_every_template_with_its_longest_values_fits_into_two_segments() -> None:
    for template in rulebook.book().templates.values():
        for language, letter in (("hi", "क"), ("en", "x")):
            longest = {name: letter * one.longest for name, one in template.variables.items()}
            worded = rules.word(template, language, longest, 2)
            assert worded.segments <= 2, template.key


def test_missing_and_foreign_values_are_refused() -> None:
    template = rulebook.book().templates["withdrawn"]
    with pytest.raises(rules.MissingValue):
        rules.word(template, "hi", {"number": "104729638150"}, 2)
    with pytest.raises(rules.MissingValue):
        rules.word(template, "hi", {"number": "104729638150", "date": "28-11-2026", "category": "wages"}, 2)


def test_a_message_of_too_many_segments_is_refused() -> None:
    template = rulebook.book().templates["withdrawn"]
    with pytest.raises(rules.TooManySegments):
        rules.word(template, "hi", {"number": "104729638150", "date": "28-11-2026"}, 1)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-20T15:29:59+00:00", "2026-11-20T15:29:59+00:00"),
        ("2026-11-20T15:30:00+00:00", "2026-11-21T02:30:00+00:00"),
        ("2026-11-20T18:29:00+00:00", "2026-11-21T02:30:00+00:00"),
        ("2026-11-20T18:30:00+00:00", "2026-11-21T02:30:00+00:00"),
        ("2026-11-21T02:29:59+00:00", "2026-11-21T02:30:00+00:00"),
        ("2026-11-21T02:30:00+00:00", "2026-11-21T02:30:00+00:00"),
    ],
)
def test_quiet_hours_end_in_the_morning_of_kolkata(at: str, opens: str) -> None:
    assert rules.opens_at(datetime.fromisoformat(at), QUIET) == datetime.fromisoformat(opens)


def test_tries_are_spaced_and_end() -> None:
    waits = [rules.retry_at(tried, AT, (1, 5, 30)) for tried in (1, 2, 3, 4)]
    assert [wait and (wait - AT).seconds // 60 for wait in waits] == [1, 5, 30, None]


@pytest.mark.parametrize(
    "address", ["", "9876543210", "+91987654321", "+1 212 555 0100", "a@b", "a b@c.in", "x\n@c.in"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(rules.BadAddress):
        rules.Recipient(address)


def test_an_address_is_known_by_a_keyed_hash() -> None:
    one = rules.address_key("+919876543210", b"k")
    assert one == rules.address_key("+919876543210", b"k")
    assert one != rules.address_key("+919876543210", b"other")
    assert rules.address_key("A@b.in", b"k") == rules.address_key("a@B.in", b"k")
