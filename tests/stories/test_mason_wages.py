"""A mason claims three months' wages; the employer has it put off three times; the Collector recovers the award."""

from datetime import timedelta

import pytest
from tests import cast
from tests.hearings import bench, court

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.hearings.actions import reminding, sittings
from shramsetu.hearings.actions.orders import Given
from shramsetu.hearings.actions.sittings import Came
from shramsetu.hearings.models import Award, Hearing, Notice, Recovery, Sum
from shramsetu.hearings.queries import money as balances
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db


def test_a_masons_wages_are_recovered_after_three_adjournments() -> None:
    # Ramesh files on the portal; the registry registers and calls both sides.
    case = court.noticed()
    assert (case.state, case.holder.code) == ("noticed", "labour.alc.kanpur-nagar")  # type: ignore[union-attr]
    first = bench.fixed(case)
    assert (first.seq, first.purpose, court.row(case).next_at) == (1, "appearance", first.on_at)

    # Two days before, both are reminded and told what to bring.
    assert reminding.remind(at=first.on_at - timedelta(days=2)) == 2
    told = Message.objects.get(template="matter-reminder", to_phone=court.RAMESH.phone)
    assert "पहचान-पत्र" in told.text

    # Nobody writes down a hearing before its day; three times the employer has it put off.
    with pytest.raises(Refused):
        bench.hear(case, Came("heard"), at=first.on_at - timedelta(days=1))
    bench.adjourn(case, cause="time-for-reply")
    bench.adjourn(case, cause="records-not-brought")
    bench.adjourn(case, cause="counsel-absent")
    assert sittings.adjournments(case.pk)["respondent"] == 3
    assert [one.result for one in Hearing.objects.filter(matter=case.pk).order_by("seq")] == ["adjourned"] * 3 + [""]

    # A fourth time costs; the authority hears it instead, to the end, and reserves the order.
    with pytest.raises(Refused, match="3"):
        bench.adjourn(case)
    heard_at = bench.reserve(case)
    assert (case.state, case.due_at) == ("reserved", heard_at + timedelta(hours=24))

    # The registry drafts, the authority signs on the same day; both sides hear of it.
    order = bench.draft(case, at=heard_at)
    with pytest.raises(NotAllowed):
        cast.take(case, "sign", by=court.registry(), at=heard_at, given=Given(27_000_00))
    signed_at = heard_at + timedelta(hours=3)
    cast.take(case, "sign", by=court.authority(), at=signed_at, given=Given(27_000_00))
    order.refresh_from_db()
    assert (case.state, order.signed_at, len(order.digest)) == ("awarded", signed_at, 64)
    assert clock.day(signed_at) == clock.day(order.heard_at)
    assert Notice.objects.filter(matter=case.pk, kind="order").count() == 3
    assert {one.to_phone for one in Message.objects.filter(template="matter-order")} == {
        court.RAMESH.phone,
        court.OWNER.phone,
    }

    # The month passes without a rupee; the certificate goes to the District Magistrate.
    award = Award.objects.get(matter=case.pk)
    over = case.due_at
    assert over is not None
    cast.take(case, "default", by=SYSTEM, at=over)
    cast.take(case, "certify", by=court.authority(), at=over, collector="dm.kanpur-nagar", reference="वसूली/14/2027")
    assert (case.state, court.row(case).case.phase) == ("recovering", 2)
    recovery = Recovery.objects.get(award=award)
    child = Case.objects.get(pk=recovery.case_id)
    assert (child.state, child.parent_id, recovery.paise) == ("running", case.pk, 27_000_00)
    assert Message.objects.filter(template="matter-certified", to_phone=court.RAMESH.phone).count() == 1

    # The Collector recovers in two parts; more than is owed he cannot write.
    day = over + timedelta(days=20)
    money = {"on": clock.day(day), "reference": "चालान 1"}
    with pytest.raises(Refused):
        cast.take(child, "recover", by=bench.collector(), at=day, amount="27,001", **money)
    cast.take(child, "recover", by=bench.collector(), at=day, amount="10,000", **money)
    assert child.state == "running"
    later = day + timedelta(days=10)
    cast.take(
        child, "recover", by=bench.collector(), at=later, amount="17000", on=clock.day(later), reference="चालान 2"
    )
    assert (child.state, child.holder.code) == ("recovered", "labour.alc.kanpur-nagar")  # type: ignore[union-attr]

    # It is not over while the money is in the treasury.
    assert not balances.settled(award, clock.day(later))
    paid = later + timedelta(days=3)
    cast.take(child, "hand_over", by=court.authority(), at=paid, amount="27000", on=clock.day(paid), reference="UTR001")
    assert child.state == "paid"
    case.refresh_from_db()
    award.refresh_from_db()
    assert (case.state, award.satisfied_on) == ("satisfied", clock.day(paid))
    assert [(one.kind, one.paise) for one in Sum.objects.filter(award=award).order_by("seq")] == [
        ("recovered", 10_000_00),
        ("recovered", 17_000_00),
        ("handed", 27_000_00),
    ]
    assert Message.objects.filter(template="matter-paid", to_phone=court.RAMESH.phone).count() == 1
