"""Alert A17: a low fund, or money not paid back, is a duty of the District Magistrate until it is mended."""

import pytest
from tests.bonded import purse, room

from shramsetu.bonded import fundwatch
from shramsetu.bonded.actions import claims, committees, districts, duties, firststeps, fund, fundalert, surveys
from shramsetu.bonded.models import BondedDuty, FundLine
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db
AT = purse.AT


def runs() -> bool:
    return duties.running_duty(districts.parent(room.district(), at=AT), "corpus") is not None


def test_a_fund_that_nobody_opened_and_a_low_one_begin_the_duty_and_money_ends_it() -> None:
    count = Place.objects.filter(kind="district").count()
    assert fundalert.look(at=AT) == (count, 0), "every district owes its fund"
    assert fundalert.look(at=AT) == (0, 0)
    purse.opened_fund(2_99_999)
    assert fundalert.look(at=AT) == (0, 0), "opened, and too low"
    duty = duties.running_duty(districts.parent(room.district(), at=AT), "corpus")
    assert duty is not None
    assert duty.holder_id == room.officer("dm").post_id
    movement = fund.Movement(FundLine.Kind.ADDED, 100, purse.TODAY, reference="शासनादेश 4")
    fund.receive(room.district(), movement, by=room.officer("dm"), at=AT)
    assert fundalert.look(at=AT) == (0, 1)
    assert not runs()


def test_a_fund_that_holds_nothing_is_opened_with_nothing() -> None:
    line = fund.open_fund(room.district(), 0, on=purse.TODAY, by=room.officer("dm"), at=AT)
    assert (line.amount_paise, line.balance_paise) == (0, 0)
    [watched] = fundwatch.watch([room.district()], at=AT)
    assert (watched.balance, watched.is_low) == (0, True)


def owed(name: str) -> int:
    return BondedDuty.objects.filter(clock=name, is_open=True).count()


def test_a_district_that_never_had_a_committee_or_a_survey_owes_the_first_one() -> None:
    count = Place.objects.filter(kind="district").count()
    assert firststeps.begin(at=AT) == 2 * count
    assert firststeps.begin(at=AT + room.DAY) == 0
    duty = duties.running_duty(districts.parent(room.district(), at=AT), "committee-first")
    assert duty is not None
    assert (duty.holder_id, duty.due_at) == (room.officer("dm").post_id, AT + 30 * room.DAY)
    told = {"level": "district", "subdivision": "", "number": "अधि. 4", "notified_on": AT.date()}
    committees.constitute(room.district(), **told, by=room.officer("dm"), at=AT + room.DAY)
    span = {"from_on": AT.date() - 60 * room.DAY, "to_on": AT.date() - room.DAY}
    counted = surveys.Counted(**span, agency="जनपद", sites=9, households=9, workers=90, found=0, cost_paise=0)
    surveys.record(room.district(), counted, by=room.officer("dm"), at=AT + room.DAY)
    assert (owed("committee-first"), owed("survey-first")) == (count - 1, count - 1)
    assert firststeps.begin(at=AT + 2 * room.DAY) == 0


def test_what_was_laid_out_and_never_asked_back_is_seen_after_ninety_days() -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    purse.certificate(payment.survivor)
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment)))
    [watched] = fundwatch.watch([room.district()], at=AT + 90 * room.DAY)
    assert not watched.is_alert
    [watched] = fundwatch.watch([room.district()], at=AT + 91 * room.DAY)
    assert (watched.is_low, watched.is_unreimbursed) == (False, True)
    claim = claims.make(room.district(), by=room.officer("labour_officer"), at=AT + 91 * room.DAY)
    [watched] = fundwatch.watch([room.district()], at=AT + 92 * room.DAY)
    assert not watched.is_alert
    [watched] = fundwatch.watch([room.district()], at=AT + 182 * room.DAY)
    assert watched.is_unreimbursed
    came = claims.Came(claim.total_paise, "PFMS1", purse.TODAY)
    claims.receive(claim, came, by=room.officer("dm"), at=AT + 182 * room.DAY)
    [watched] = fundwatch.watch([room.district()], at=AT + 400 * room.DAY)
    assert not watched.is_alert
