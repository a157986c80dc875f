"""What a complainant asks by text message, and that nobody else hears it."""

from datetime import timedelta

import pytest
from tests import cast
from tests.cast import MONDAY, RAMESH

from shramsetu.casework.models import Case
from shramsetu.grievances import audiences
from shramsetu.lib import numbers
from shramsetu.messages import actions as messages
from shramsetu.messages.models import Message, OptOut
from shramsetu.portal import actions

pytestmark = pytest.mark.django_db
STRANGER = "+919811111111"


def write(text: str, *, phone: str = RAMESH.phone, ref: str = "in-1") -> tuple[str, Message]:
    """Let `phone` write; return the outcome and the latest message that went to it."""
    outcome = actions.take_word(ref, phone=phone, text=text, at=MONDAY + timedelta(hours=1))
    return outcome, Message.objects.filter(to_phone=phone).order_by("-queued_at", "-key").first() or Message()


def closed(case: Case, someone: cast.Someone = RAMESH) -> Case:
    """Bring a complaint to its satisfied end."""
    cast.report(case)
    case.refresh_from_db()
    if case.state == "in_check":
        cast.take(case, "pass_check", grade="A")
    cast.take(case, "record_feedback", by=cast.citizen(someone), result="satisfied", text="1")
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("words", ["STATUS {number}", "स्थिति {spaced}", "status: {number}.", "Sthiti {hindi}"])
def test_the_status_is_told_to_the_complainants_own_phone(words: str) -> None:
    case = cast.complaint()
    hindi = case.number.translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    text = words.format(number=case.number, spaced=numbers.spaced(case.number), hindi=hindi)
    outcome, told = write(text)
    assert (outcome, told.template, told.stream) == ("status", "sms-status", case.stream)
    assert told.text.startswith(f"मामला {numbers.spaced(case.number)} ")
    assert " के पास है। " in told.text


def test_to_any_other_phone_the_case_does_not_exist() -> None:
    case = cast.complaint()
    there, nowhere = write(f"STATUS {case.number}", phone=STRANGER)[1].text, "104729638150"
    assert write(f"STATUS {nowhere}", phone=STRANGER, ref="in-2")[1].text == there
    assert write(f"REOPEN {case.number}", phone=STRANGER, ref="in-3")[0] == "refused"
    told = Message.objects.filter(to_phone=STRANGER)
    assert set(told.values_list("template", flat=True)) == {"sms-no-case"}


def test_the_phone_of_the_opposite_party_hears_nothing() -> None:
    case = cast.complaint(opposite=(cast.Someone(name="ठेकेदार", phone=STRANGER),))
    assert write(f"STATUS {case.number}", phone=STRANGER)[1].template == "sms-no-case"


def test_without_a_number_the_only_open_case_is_meant() -> None:
    first = cast.complaint()
    assert write("status")[1].stream == first.stream
    cast.complaint(text="बोनस नहीं मिला", category="bonus-not-paid")
    outcome, told = write("स्थिति", ref="in-2")
    assert (outcome, told.template, told.values) == ("status", "sms-which", {"count": "2"})


def test_a_wrong_digit_is_said_and_nothing_else() -> None:
    case = cast.complaint()
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)
    assert write(f"STATUS {wrong}")[1].template == "sms-no-case"


def test_a_sealed_case_names_no_post() -> None:
    case = cast.complaint(sealed=True)
    _, told = write(f"STATUS {case.number}")
    assert (told.template, set(told.values)) == ("sms-status-safe", {"number", "date"})


def test_a_closed_case_is_reopened_once_by_the_same_step_as_on_the_portal() -> None:
    case = closed(cast.complaint())
    assert write(f"STATUS {case.number}")[1].template == "sms-status-closed"
    outcome, _ = write(f"फिर {case.number} काम नहीं हुआ", ref="in-2")
    moved = Case.objects.get(pk=case.pk)
    assert (outcome, moved.is_open) == ("reopened", True)
    assert Message.objects.filter(template="reopened", to_phone=RAMESH.phone).count() == 1
    assert write(f"REOPEN {case.number}", ref="in-2")[0] == "repeated"
    outcome, told = write(f"REOPEN {case.number}", ref="in-3")
    assert (outcome, told.template) == ("refused", "sms-status")


def test_stop_and_start() -> None:
    outcome, told = write("Stop.")
    assert (outcome, told.template) == ("stopped", "sms-stopped")
    assert OptOut.objects.filter(address_key=messages.address_key(RAMESH.phone)).count() == 1
    outcome, told = write("चालू", ref="in-2")
    assert (outcome, told.template, OptOut.objects.count()) == ("started", "sms-started", 0)


def test_stop_within_other_words_stops_nothing() -> None:
    write("बंद करो यह सब")
    assert OptOut.objects.count() == 0


def test_a_sealed_or_unsafe_complainant_is_in_no_audience() -> None:
    told = cast.complaint()
    cast.complaint(complainants=(cast.Someone(name="सीता", phone="+919999900002"),), sealed=True)
    cast.complaint(complainants=(cast.Someone(name="गीता", phone="+919999900003", safe_to_call=False),))
    other = cast.Someone(name="राम", phone="+919999900004")
    closed(cast.complaint(complainants=(other,)), other)
    found = list(audiences.of_open_cases({}, MONDAY))
    assert [(one.phone, one.stream) for one in found] == [(RAMESH.phone, told.stream)]
    assert set(found[0].values) == {"number", "post", "place", "date"}
    assert list(audiences.of_open_cases({"district": str(cast.KANPUR), "category": cast.WAGES}, MONDAY)) == found
    assert list(audiences.of_open_cases({"district": "118", "category": ""}, MONDAY)) == []
