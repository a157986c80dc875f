"""Alert A17: a low fund, or money not paid back, is a duty of the District Magistrate until it is mended."""

import pytest
from tests.bonded import purse, room

from shramsetu.bonded import fundwatch
from shramsetu.bonded.actions import claims, districts, duties, fund, fundalert
from shramsetu.bonded.models import FundLine

pytestmark = pytest.mark.django_db
AT = purse.AT


def runs() -> bool:
    return duties.running_duty(districts.parent(room.district(), at=AT), "corpus") is not None


def test_a_low_fund_begins_the_duty_and_money_ends_it() -> None:
    assert fundalert.look(at=AT) == (0, 0), "without a book there is nothing to watch"
    purse.opened_fund(2_99_999)
    assert fundalert.look(at=AT) == (1, 0)
    assert fundalert.look(at=AT) == (0, 0)
    duty = duties.running_duty(districts.parent(room.district(), at=AT), "corpus")
    assert duty is not None
    assert duty.holder_id == room.officer("dm").post_id
    movement = fund.Movement(FundLine.Kind.ADDED, 100, purse.TODAY, reference="शासनादेश 4")
    fund.receive(room.district(), movement, by=room.officer("dm"), at=AT)
    assert fundalert.look(at=AT) == (0, 1)
    assert not runs()


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
