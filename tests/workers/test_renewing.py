"""Renewal: paid and done, made up after a lapse, asked for anew after years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.workers import room
from tests.workers.applying import take

from shramsetu.casework.actions import Refused
from shramsetu.messages.models import Message
from shramsetu.workers.actions import boards, fees, renewing, service
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.entry import NewSpell
from shramsetu.workers.models import Fee, Membership

pytestmark = pytest.mark.django_db
PAID = Paid("RAJ-55", "csc", "रवि जन सेवा केंद्र")


def at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 6, tzinfo=UTC)


@pytest.fixture
def member() -> Membership:
    """Registered on 10 May 2024 for one year."""
    worker = room.worker()
    return boards.admit(worker, "bocw", years=1, on=date(2024, 5, 10), by=room.registrar(), at=at(date(2024, 5, 10)))


def until(member: Membership) -> str:
    member.refresh_from_db()
    return str(member.paid_until)


def test_a_renewal_in_time_goes_on_from_the_last_day(member: Membership) -> None:
    found = renewing.renew(member, PAID, years=2, by=room.clerk(), at=at(date(2025, 4, 20)))
    assert (until(member), found.fee.paise, str(found.fee.until)) == ("2027-05-09", 4000, "2027-05-09")
    assert "09.05.2027" in Message.objects.get(template="wk-renewed").text


def test_the_same_reference_pays_once(member: Membership) -> None:
    first = renewing.renew(member, PAID, years=2, by=room.clerk(), at=at(date(2025, 4, 20)))
    again = renewing.renew(member, PAID, years=2, by=room.clerk(), at=at(date(2025, 4, 21)))
    assert (first.fee.pk, until(member)) == (again.fee.pk, "2027-05-09")


@pytest.mark.parametrize("reference", ["RAJ-55", " raj-55 "])
def test_the_same_reference_pays_for_no_other_years(member: Membership, reference: str) -> None:
    renewing.renew(member, PAID, years=1, by=room.clerk(), at=at(date(2025, 4, 20)))
    with pytest.raises(Refused) as refused:
        renewing.renew(member, Paid(reference, "csc"), years=2, by=room.clerk(), at=at(date(2025, 4, 21)))
    assert (str(refused.value.message), refused.value.field) == (
        "यह संदर्भ संख्या 1 वर्ष के शुल्क में पहले ही लग चुकी है। दूसरे भुगतान की संदर्भ संख्या अलग होती है।",
        "reference",
    )
    assert (until(member), Fee.objects.filter(reference="RAJ-55").count()) == ("2026-05-09", 1)


def test_the_reference_of_a_revival_that_waits_pays_for_no_other_years(member: Membership) -> None:
    on = at(date(2027, 8, 2))
    waiting = renewing.renew(member, PAID, years=3, by=room.clerk(), at=on)
    assert renewing.renew(member, PAID, years=3, by=room.clerk(), at=on).case == waiting.case
    with pytest.raises(Refused, match="3 वर्ष"):
        renewing.renew(member, PAID, years=2, by=room.clerk(), at=on)


def test_the_reference_of_the_registration_renews_nothing(member: Membership) -> None:
    first = fees.pay(member, PAID, what=Fee.What.REGISTRATION, years=1, by=room.clerk(), at=at(date(2024, 5, 10)))
    with pytest.raises(Refused, match="किसी दूसरे शुल्क"):
        renewing.renew(member, PAID, years=1, by=room.clerk(), at=at(date(2025, 4, 20)))
    assert (until(member), list(Fee.objects.filter(membership=member, reference="RAJ-55"))) == ("2025-05-09", [first])


def test_a_reference_pays_for_nobody_else(member: Membership) -> None:
    renewing.renew(member, PAID, years=1, by=room.clerk(), at=at(date(2025, 4, 20)))
    other = boards.admit(
        room.worker(name="सीता"), "bocw", years=1, on=date(2024, 5, 10), by=room.registrar(), at=at(date(2024, 5, 10))
    )
    with pytest.raises(Refused):
        renewing.renew(other, PAID, years=1, by=room.clerk(), at=at(date(2025, 4, 20)))
    assert until(other) == "2025-05-09"


def test_another_sum_than_the_official_is_not_taken(member: Membership) -> None:
    with pytest.raises(Refused, match="₹20"):
        renewing.renew(member, Paid("RAJ-1", "csc", paise=5000), years=1, by=room.clerk(), at=at(date(2025, 4, 20)))


def test_a_lapse_is_made_up_with_the_years_that_lack(member: Membership) -> None:
    renewing.renew(member, PAID, years=1, by=room.clerk(), at=at(date(2026, 5, 9)))
    assert until(member) == "2026-05-09"
    renewing.renew(member, Paid("RAJ-56", "csc"), years=1, by=room.clerk(), at=at(date(2026, 9, 1)))
    assert until(member) == "2027-05-09"


def test_a_lapsed_worker_is_revived_after_ninety_days_of_work(member: Membership) -> None:
    on = at(date(2027, 8, 2))
    work = NewSpell("शर्मा बिल्डर्स", date(2027, 2, 1), date(2027, 5, 31), 92, proof="certificate")
    found = renewing.renew(member, PAID, years=3, by=room.clerk(), at=on, spells=(work,))
    assert found.case is not None
    assert (found.case.kind, found.until, until(member)) == ("wk_renewal", None, "2025-05-09")
    take(found.case, "register", work_seen=True, at=on + timedelta(days=2))
    assert (until(member), str(member.registered_on)) == ("2030-08-03", "2024-05-10")


def test_a_revival_without_work_is_not_registered(member: Membership) -> None:
    on = at(date(2027, 8, 2))
    case = renewing.renew(member, PAID, years=3, by=room.clerk(), at=on).case
    assert case is not None
    with pytest.raises(Refused, match="0 दिन"):
        take(case, "register", work_seen=True, at=on)


def test_after_four_years_a_card_is_not_renewed(member: Membership) -> None:
    with pytest.raises(Refused):
        renewing.renew(member, PAID, years=3, by=room.clerk(), at=at(date(2029, 5, 9)))
    assert Fee.objects.count() == 1


def test_an_outage_on_the_last_day_costs_nobody_the_year(member: Membership) -> None:
    last = at(date(2026, 5, 9))
    service.declare(last, last + timedelta(hours=20), reason="", by=room.clerk(), at=last + timedelta(hours=30))
    late = at(date(2026, 5, 11))
    began = last - timedelta(hours=1)
    renewing.renew(member, PAID, years=1, by=room.clerk(), at=late, began_at=began)
    assert until(member) == "2026-05-09"


def test_without_an_outage_two_days_late_is_two_days_late(member: Membership) -> None:
    found = renewing.renew(member, PAID, years=1, by=room.clerk(), at=at(date(2026, 5, 11)))
    assert (found.case is not None, until(member)) == (True, "2025-05-09")


def test_what_is_paid_already_is_not_taken_a_second_time(member: Membership) -> None:
    day = at(date(2025, 4, 20))
    renewing.renew(member, PAID, years=3, by=room.clerk(), at=day)
    with pytest.raises(Refused, match=r"09\.05\.2028"):
        renewing.renew(member, Paid("RAJ-56", "csc"), years=1, by=room.clerk(), at=day)
    assert (until(member), Fee.objects.filter(reference="RAJ-56").exists()) == ("2028-05-09", False)
