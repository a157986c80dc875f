"""Ways back: void entries, a death that was none; and a cancelled certificate stops the money."""

import pytest
from tests.bonded import later_room, purse, room
from tests.bonded import transfer_world as world
from tests.room import at_desk, text_of

from shramsetu.bonded import rehabilitation, unpaid
from shramsetu.bonded.actions import bankfiles, certificates, chases, payments
from shramsetu.bonded.models import BondedDuty, Certificate, Payment, PlanLine, Survivor
from shramsetu.bonded.queries import rescue
from shramsetu.bonded.refusals import NothingToSend
from shramsetu.bonded.reports import people
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.standing import Withdrawn
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import CLOSED, FINAL, OPEN
from shramsetu.journal.models import Entry
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
AT, DAY = room.AT, room.DAY
WHY = "दो दलों ने एक ही व्यक्ति को दर्ज किया।"


def void(one: Survivor, **detail: object) -> Entry:
    return room.take(one, "void", by=room.officer("dm"), **{"reason": WHY, **detail})


def fresh(one: Survivor) -> Survivor:
    return Survivor.objects.select_related("case__district", "case__holder").get(pk=one.pk)


def open_clocks(one: Survivor) -> set[str]:
    return set(BondedDuty.objects.filter(parent=one.case, is_open=True).values_list("clock", flat=True))


def test_a_person_entered_twice_is_void_and_all_that_hung_on_them_ends() -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    one, other = payment.survivor, room.freed()
    assert open_clocks(one)
    void(one, same_as=other.code.lower())

    case = fresh(one).case
    assert (case.state, case.phase, case.outcome) == ("void", FINAL, "void")
    assert Entry.objects.get(stream=case.stream, verb="void").detail["same_as"] == other.code
    assert WHY not in str(Entry.objects.get(stream=case.stream, verb="void").detail)
    assert open_clocks(one) == set()
    assert Certificate.objects.get(survivor=one).standing == "cancelled"
    assert set(Payment.objects.filter(survivor=one).values_list("stage", flat=True)) == {"cancelled"}
    with pytest.raises(NothingToSend):
        purse.sent()
    today, before = (Asked((room.district(),), room.district(), on) for on in (clock.day(AT), clock.day(AT - DAY)))
    assert one.code not in [person.code for person in people.people(today)]
    assert other.code in [person.code for person in people.people(today)]
    assert people.people(before) == []
    assert one.pk not in [line.survivor.pk for line in unpaid.lines(Survivor.objects.all(), at=AT)]
    assert one.pk not in rescue.unfound().values_list("pk", flat=True)


def test_only_the_magistrate_of_the_district_voids_and_never_what_was_paid_for() -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    one = payment.survivor
    for who in (room.officer("sdm"), room.officer("labour_officer")):
        with pytest.raises(NotAllowed):
            room.take(one, "void", by=who, reason=WHY)
    with pytest.raises(Refused):
        void(one, reason="ग़लत")
    with pytest.raises(Refused):
        void(one, same_as="BL-PRY-99999")
    purse.sent()
    with pytest.raises(Refused, match="कोष"):
        void(one)
    assert fresh(one).case.state == "certified"


def test_who_came_home_and_was_nobody_gets_no_more_letters() -> None:
    person = world.person(state="chasing", columns={"rescue_state": "haryana"})
    by = world.officer(world.maharajganj())
    chases.begin(person, "ज़िलाधिकारी", by=by, at=AT)
    person.case.refresh_from_db()
    dm = world.officer(world.maharajganj(), "dm")
    casework.take(person.case, "void", seen=person.case.revision, by=dm, at=AT, detail={"reason": WHY})
    assert chases.make_letters(at=AT + 30 * DAY) == 0


def test_a_death_that_was_a_wrong_click_is_taken_back_with_what_was_owed() -> None:
    one = later_room.planned("ration")
    before, lines = open_clocks(one), {row.head: row.duty_id for row in PlanLine.objects.filter(plan=one.pk)}
    state = fresh(one).case.state
    room.take(one, "die", died_on=AT.date(), at=AT + DAY)
    case = fresh(one).case
    assert (case.state, case.phase) == ("died", CLOSED)
    assert "rehabilitation-line" not in open_clocks(one)
    with pytest.raises(NotAllowed):
        room.take(one, "undo_end", by=room.officer("labour_officer"), reason=WHY, at=AT + 2 * DAY)
    assert "भूल" in text_of(at_desk(room.officer("dm")).get(f"/desk/case/{case.number}/"))
    room.take(one, "undo_end", by=room.officer("dm"), reason=WHY, at=AT + 2 * DAY)

    case = fresh(one).case
    assert (case.state, case.phase, case.outcome) == (state, OPEN, "")
    assert open_clocks(one) == before - {"quiet-case"}
    now = {row.head: row.duty_id for row in PlanLine.objects.filter(plan=one.pk)}
    assert now.keys() == lines.keys()
    assert now != lines
    begun = set(BondedDuty.objects.filter(pk__in=[pk for pk in lines.values() if pk]).values_list("from_at", flat=True))
    assert (
        set(BondedDuty.objects.filter(pk__in=[pk for pk in now.values() if pk]).values_list("from_at", flat=True))
        == begun
    )


def test_after_thirty_days_a_death_is_final_and_notes_beside_it_shorten_nothing() -> None:
    one = room.certified()
    room.take(one, "die", died_on=AT.date(), at=AT)
    until = fresh(one).case.rests_until
    assert until is not None
    certificate = Certificate.objects.get(survivor=one)
    certificates.cancel(certificate, reason=WHY, by=room.officer("sdm"), at=AT)
    assert fresh(one).case.rests_until == until
    casework.finalise_rested(at=AT + 29 * DAY)
    assert fresh(one).case.state == "died"
    casework.finalise_rested(at=AT + 31 * DAY)
    assert fresh(one).case.state == "dead"
    with pytest.raises(NotAllowed):
        room.take(one, "undo_end", by=room.officer("dm"), reason=WHY, at=AT + 31 * DAY)


def test_no_money_goes_out_while_the_certificate_is_cancelled() -> None:
    purse.opened_fund()
    payment = purse.sanctioned(purse.freed())
    one, sdm = payment.survivor, room.officer("sdm")
    assert rehabilitation.proofs(fresh(one)).certificate
    certificates.cancel(Certificate.objects.get(survivor=one), reason=WHY, by=sdm, at=AT)

    assert not rehabilitation.proofs(fresh(one)).certificate
    assert [line.why for line in unpaid.lines(Survivor.objects.filter(pk=one.pk), at=AT)] == ["withdrawn"]
    with pytest.raises(NothingToSend):
        purse.sent()
    other = purse.proposed(purse.freed(2))
    certificates.cancel(Certificate.objects.get(survivor=other.survivor), reason=WHY, by=sdm, at=AT)
    with pytest.raises(Withdrawn):
        payments.sanction(other, purse.ORDER, seen=other.seq, by=room.officer("dm"), at=AT)

    certificates.issue_anew(fresh(one), by=sdm, at=AT)
    assert rehabilitation.proofs(fresh(one)).certificate
    file = bankfiles.make(room.district(), by=room.officer("labour_officer"), at=AT)
    assert file.count == 1
