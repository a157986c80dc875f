"""One-time codes, their limits, and how a person is recognised again."""

from datetime import UTC, datetime, timedelta

import pytest

from shramsetu.journal.rules import SYSTEM
from shramsetu.people import actions, errors, queries
from shramsetu.people.models import OneTimeCode, Person

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
PHONE, OTHER = "+919999900001", "+919999900002"
pytestmark = pytest.mark.django_db


class Tray:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def __call__(self, phone: str, code: str) -> None:
        self.sent.append((phone, code))

    def last(self) -> str:
        return self.sent[-1][1]


def ask(tray: Tray, phone: str = PHONE, *, source: str = "192.0.2.1", seconds: int = 0) -> OneTimeCode:
    return actions.send_code(phone, source=source, at=AT + timedelta(seconds=seconds), send=tray)


def test_a_code_proves_the_phone_once() -> None:
    tray = Tray()
    ask(tray)
    assert actions.check_code(PHONE, tray.last(), at=AT) == queries.phone_key(PHONE)
    with pytest.raises(errors.NoCode):
        actions.check_code(PHONE, tray.last(), at=AT)


def test_the_database_holds_neither_code_nor_phone_nor_address() -> None:
    tray = Tray()
    kept = ask(tray)
    row = " ".join(str(value) for value in OneTimeCode.objects.filter(pk=kept.pk).values_list()[0])
    assert tray.last() not in row.split()
    assert PHONE[3:] not in row
    assert "192.0.2.1" not in row


def test_a_code_of_another_phone_is_of_no_use() -> None:
    tray = Tray()
    ask(tray)
    with pytest.raises(errors.NoCode):
        actions.check_code(OTHER, tray.last(), at=AT)


def test_a_code_ends_after_its_minutes() -> None:
    tray = Tray()
    ask(tray)
    with pytest.raises(errors.NoCode):
        actions.check_code(PHONE, tray.last(), at=AT + timedelta(minutes=11))


def test_after_five_wrong_tries_even_the_right_code_is_gone() -> None:
    tray = Tray()
    ask(tray)
    for _try in range(5):
        with pytest.raises(errors.WrongCode):
            actions.check_code(PHONE, "no", at=AT)
    with pytest.raises(errors.NoCode):
        actions.check_code(PHONE, tray.last(), at=AT)


def test_a_new_code_ends_the_one_before() -> None:
    tray = Tray()
    ask(tray)
    ask(tray, seconds=61)
    first = OneTimeCode.objects.earliest("made_at")
    assert first.expires_at == AT + timedelta(seconds=61)
    assert actions.check_code(PHONE, tray.last(), at=AT + timedelta(seconds=62))


def test_two_codes_within_a_minute_are_one_too_many() -> None:
    tray = Tray()
    ask(tray)
    with pytest.raises(errors.TooSoon):
        ask(tray, seconds=30)
    assert len(tray.sent) == 1


def test_a_phone_gets_five_codes_an_hour() -> None:
    tray = Tray()
    for number in range(5):
        ask(tray, seconds=number * 61)
    with pytest.raises(errors.TooMany):
        ask(tray, seconds=6 * 61)
    assert ask(tray, seconds=3700).pk


def test_one_address_cannot_pump_messages_to_many_phones() -> None:
    tray = Tray()
    for number in range(30):
        ask(tray, f"+9199999{number:05d}")
    with pytest.raises(errors.TooMany):
        ask(tray, "+919999999999")
    assert ask(tray, "+919999999999", source="192.0.2.2").pk
    assert len(tray.sent) == 31


def test_old_codes_are_forgotten() -> None:
    ask(Tray())
    assert actions.forget_codes(at=AT + timedelta(hours=23)) == 0
    assert actions.forget_codes(at=AT + timedelta(hours=25)) == 1


def test_the_same_phone_and_name_in_any_spelling_are_one_person() -> None:
    first = actions.find_or_make(name="रमेश कुमार", phone=PHONE, at=AT)
    again = actions.find_or_make(name="Ramesh Kumar", phone=PHONE, address="गली 4", at=AT)
    assert again == first
    assert Person.objects.get(pk=first.pk).address == "गली 4"


def test_another_name_or_another_phone_is_another_person() -> None:
    first = actions.find_or_make(name="रमेश कुमार", phone=PHONE, at=AT)
    wife = actions.find_or_make(name="सुनीता देवी", phone=PHONE, at=AT)
    namesake = actions.find_or_make(name="रमेश कुमार", phone=OTHER, at=AT)
    assert len({first.pk, wife.pk, namesake.pk}) == 3
    assert set(queries.with_phone(PHONE)) == {first, wife}


def test_without_a_phone_nobody_is_recognised() -> None:
    first = actions.find_or_make(name="रमेश कुमार", phone="", at=AT)
    assert actions.find_or_make(name="रमेश कुमार", phone="", at=AT) != first


def test_a_person_is_found_by_the_sound_of_the_name() -> None:
    ramesh = actions.find_or_make(name="रमेश कुमार", phone=PHONE, at=AT)
    actions.find_or_make(name="सुनीता देवी", phone=OTHER, at=AT)
    assert list(queries.called("ramesh kumar")) == [ramesh]


def test_a_wrong_phone_is_mended() -> None:
    ramesh = actions.find_or_make(name="रमेश कुमार", phone=PHONE, at=AT)
    actions.change_phone(ramesh, phone=OTHER, by=SYSTEM, at=AT)
    assert list(queries.with_phone(OTHER)) == [ramesh]
