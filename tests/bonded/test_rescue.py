"""From an information to an operation that closes when every person of it has a signed finding."""

from datetime import timedelta

import pytest
from tests import cast
from tests.bonded import rescue, room

from shramsetu.bonded import notes, owners
from shramsetu.bonded.actions import duties, operations, sites
from shramsetu.bonded.doubts import PerhapsKnown
from shramsetu.bonded.models import Accused, Household, Information, Operation, Site, Survivor
from shramsetu.bonded.queries import rescue as queries
from shramsetu.casework import actions as casework
from shramsetu.casework import handing, reconcile
from shramsetu.casework.models import FINAL, Case, SealedBody
from shramsetu.journal.models import Entry
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


def test_an_information_goes_to_the_magistrate_with_a_day_and_its_words_sealed() -> None:
    case = rescue.informed()
    assert case.holder == owners.post("sdm", room.district())
    assert case.due_at == room.AT + timedelta(hours=24)
    assert duties.running_duty(case, "inquiry") is not None
    assert notes.read(case)[0]["text"] == rescue.WORDS
    stored = bytes(SealedBody.objects.get(pk=case.pk).body)
    assert rescue.WORDS.encode() not in stored
    kept = [str(one.detail) for one in Entry.objects.filter(stream=case.stream)]
    assert not any(rescue.WORDS in text or "सोहन" in text for text in kept)


def test_a_site_told_of_twice_is_one_site_and_the_informations_know_each_other() -> None:
    first, second = rescue.informed(), rescue.informed(text="फिर से वही भट्ठा")
    assert Site.objects.count() == 1
    alike = queries.alike(Information.objects.get(pk=second.pk))
    assert [one.pk for one in alike] == [first.pk]


def test_what_is_true_becomes_one_operation_with_its_two_days() -> None:
    case = rescue.informed()
    sdm = room.officer("sdm")
    rescue.take(case, "begin", by=sdm)
    rescue.take(case, "verify", by=sdm, text="40 लोग बंद मिले")
    assert (case.state, duties.running_duty(case, "inquiry")) == ("rescue", None)
    operation = Operation.objects.get(information=case.pk)
    assert operation.case.due_at == room.AT + timedelta(hours=48)
    assert duties.running_duty(operation.case, "rescue") is not None
    with pytest.raises(casework.NotAllowed):
        rescue.take(case, "verify", by=sdm, text="फिर")


def test_a_rescue_that_was_not_carried_out_gives_the_information_back_to_be_looked_into() -> None:
    operation = rescue.under_way()
    case = Case.objects.get(bonded_information__operations=operation.pk)
    sdm, dm, _above = (room.officer(one) for one in ("sdm", "dm", "divisional_commissioner"))
    why, report = "स्थल ख़ाली मिला", [cast.attach(operation.case, by=sdm)]
    with pytest.raises(casework.NotAllowed):
        rescue.take(operation.case, "stand_down", by=sdm, reason=why, files=report)
    with pytest.raises(casework.Missing):
        rescue.take(operation.case, "stand_down", by=dm, reason=why)
    rescue.take(operation.case, "stand_down", by=dm, at=room.AT + room.HOUR, reason=why, files=report)
    case.refresh_from_db()
    assert (operation.case.state, case.state, case.holder) == (
        "not_done",
        "verifying",
        owners.post("sdm", room.district()),
    )
    again = duties.running_duty(case, "inquiry")
    assert again is not None
    assert again.due_at == case.due_at == room.AT + 25 * room.HOUR
    assert Message.objects.filter(stream=operation.case.stream, template="bonded-not-rescued").count() == 1
    assert queries.public_word(case) == "रेस्क्यू नहीं हो सका; फिर से जाँच हो रही है"
    rescue.take(case, "verify", by=sdm, at=room.AT + 2 * room.HOUR, text="सब लौट आए हैं")
    assert Operation.objects.filter(information=case.pk, case__state="planned").count() == 1


def test_an_information_with_a_rescue_is_over_only_with_its_operation() -> None:
    operation = rescue.under_way()
    case = Case.objects.get(bonded_information__operations=operation.pk)
    casework.finalise_rested(at=room.AT + 31 * room.DAY)
    case.refresh_from_db()
    assert case.state == "rescue"
    assert case.rests_until is not None
    assert case.rests_until > room.AT + 60 * room.DAY
    (found,) = rescue.enter(operation, [rescue.person(room.NAME, age=34)])
    rescue.secure(operation)
    room.empower()
    rescue.find(found, "bonded")
    rescue.take(operation.case, "close", by=room.officer("sdm"))
    case.refresh_from_db()
    assert (case.state, case.phase) == ("rescued", FINAL)


def test_nothing_found_asks_for_a_visit_and_somebody_spoken_to_and_can_be_looked_into_again() -> None:
    case = rescue.informed()
    sdm, later = room.officer("sdm"), room.AT + room.HOUR
    for wrong in ({"visited_at": room.AT - room.DAY, "spoken_to": 3}, {"visited_at": later, "spoken_to": 0}):
        with pytest.raises(casework.Refused):
            rescue.take(case, "find_nothing", by=sdm, at=later, text="कोई नहीं", **wrong)
    rescue.take(case, "find_nothing", by=sdm, at=later, text="कोई नहीं", visited_at=later, spoken_to=4)
    assert case.state == "not_found"
    rescue.take(case, "reopen", by=room.officer("dm"), at=later, reason="पड़ोसियों ने फिर बताया")
    assert (case.state, duties.running_duty(case, "inquiry") is not None) == ("verifying", True)


def test_the_right_district_gets_it_and_the_day_runs_from_the_first_hour() -> None:
    case = rescue.informed()
    later = room.AT + 5 * room.HOUR
    rescue.take(case, "pass_on", at=later, district=room.district("Chitrakoot"), reason="भट्ठा वहाँ है")
    assert case.holder == owners.post("sdm", room.district("Chitrakoot"))
    assert case.due_at == room.AT + timedelta(hours=24)
    duty = duties.running_duty(case, "inquiry")
    assert duty is not None
    assert (duty.holder, duty.due_at) == (case.holder, room.AT + timedelta(hours=24))


def test_two_districts_that_pass_one_information_around_are_ended_by_the_divisional_commissioner() -> None:
    case = rescue.informed()
    here, there = room.district(), room.district("Chitrakoot")
    rescue.take(case, "pass_on", at=room.AT + room.HOUR, district=there, reason="भट्ठा वहाँ है")
    rescue.take(case, "pass_on", at=room.AT + 2 * room.HOUR, district=here, reason="भट्ठा यहाँ नहीं")
    commissioner = owners.post("divisional_commissioner", here)
    assert (case.holder, case.due_at) == (commissioner, room.AT + timedelta(hours=24))
    rescue.take(case, "pass_on", at=room.AT + 3 * room.HOUR, district=there, reason="सीमा के उस पार है")
    assert case.holder == owners.post("sdm", there)
    with pytest.raises(casework.Refused):
        rescue.take(case, "pass_on", at=room.AT + 4 * room.HOUR, district=here, reason="फिर भी नहीं")


def test_an_information_is_joined_only_to_one_that_somebody_works_on() -> None:
    one, other = rescue.informed(), rescue.informed()
    rescue.take(one, "join", other=other, text="वही भट्ठा")
    assert (one.state, duties.running_duty(one, "inquiry")) == ("already", None)
    with pytest.raises(casework.Refused):
        rescue.take(other, "join", other=one, text="वही भट्ठा")
    rescue.take(one, "reopen", by=room.officer("dm"), reason="दूसरा भट्ठा है")
    assert (one.state, duties.running_duty(one, "inquiry") is not None) == ("verifying", True)
    with pytest.raises(casework.Refused):
        rescue.take(other, "join", other=one, text="वही भट्ठा")


def test_what_was_joined_is_final_when_nobody_took_it_up_again() -> None:
    one, other = rescue.informed(), rescue.informed()
    rescue.take(one, "join", other=other, text="वही भट्ठा")
    casework.finalise_rested(at=room.AT + 31 * room.DAY)
    one.refresh_from_db()
    assert one.state == "joined"


def test_an_urgent_grievance_becomes_one_information_however_often_it_is_pressed() -> None:
    grievance = cast.complaint(district=room.district(), category="bonded-labour", text="भट्ठे पर बंद हैं")
    supervisor = cast.desk(Role.SUPERVISOR)
    first, again = (handing.hand_on(grievance, "bonded", by=supervisor, at=room.AT) for _ in range(2))
    assert first == again
    assert notes.read(first)[0]["text"] == "भट्ठे पर बंद हैं"
    assert notes.read(first)[0]["informant"]["name"] == cast.RAMESH.name  # type: ignore[index]
    assert Information.objects.get(pk=first.pk).grievance == grievance
    plain = cast.complaint(district=room.district())
    with pytest.raises(KeyError):
        handing.hand_on(plain, "bonded", by=supervisor, at=room.AT)


def test_a_team_without_police_sets_out_only_with_a_reason() -> None:
    operation = rescue.ordered()
    operations.join_team(
        operation.case, part="magistrate", post=operation.magistrate, by=room.officer("sdm"), at=room.AT
    )
    with pytest.raises(casework.Refused, match="पुलिस"):
        rescue.take(operation.case, "set_out", started_at=room.AT)
    rescue.take(operation.case, "set_out", started_at=room.AT, without="थाना दूर, जान का ख़तरा")
    assert operation.case.state == "under_way"


def test_what_is_put_in_twice_is_there_once() -> None:
    operation = rescue.under_way()
    by, police = room.officer("labour_officer"), owners.post("police", room.district())
    for _ in range(2):
        operations.join_team(operation.case, part="police", post=police, by=by, at=room.AT)
        operations.seize(operation.case, what="हिसाब की बही", count=2, kept_by=police, by=by, at=room.AT)
        given = sites.Given(name="रामदीन", phone="+919999900055")
        sites.accuse(operation, given, part="owner", is_company=False, outside=True, by=by, at=room.AT)
    rescue.family(operation)
    with pytest.raises(PerhapsKnown):
        rescue.family(operation)
    assert (operation.team.filter(part="police").count(), operation.seizures.count(), Accused.objects.count()) == (
        1,
        1,
        1,
    )
    assert (Survivor.objects.count(), Household.objects.count()) == (3, 1)


def test_a_family_is_entered_together_and_each_stands_alone() -> None:
    operation = rescue.under_way()
    father, mother, child = rescue.family(operation)
    assert len({one.code for one in (father, mother, child)}) == 3
    assert len({one.household_id for one in (father, mother, child)}) == 1
    assert (child.is_minor, father.is_minor) == (True, False)
    assert {one.case.state for one in (father, mother, child)} == {"identified"}
    alone = rescue.enter(operation, [rescue.person("अकेला", age=30)])
    assert alone[0].household is None


def test_securing_starts_the_clock_of_each_finding_and_of_the_child() -> None:
    operation = rescue.under_way()
    with pytest.raises(casework.Refused):
        rescue.secure(operation)
    people = rescue.family(operation)
    rescue.secure(operation)
    for one in people:
        one.case.refresh_from_db()
        assert one.case.state == "secured"
        assert duties.running_duty(one.case, "finding") is not None
        assert (duties.running_duty(one.case, "child-committee") is not None) == one.is_minor
    assert duties.running_duty(operation.case, "rescue") is None
    (late,) = rescue.enter(operation, [rescue.person("बाद में मिला", age=41)])
    late.case.refresh_from_db()
    assert (late.case.state, duties.running_duty(late.case, "finding") is not None) == ("secured", True)


def test_an_operation_cannot_close_while_one_person_lacks_a_finding() -> None:
    operation = rescue.under_way()
    people = rescue.family(operation)
    rescue.secure(operation)
    room.empower()
    for one in people[:2]:
        rescue.find(one, "bonded")
    with pytest.raises(casework.Refused, match=people[2].code):
        rescue.take(operation.case, "close", by=room.officer("sdm"))
    rescue.find(people[2], "needs_inquiry")
    with pytest.raises(casework.Refused, match=people[2].code):
        rescue.take(operation.case, "close", by=room.officer("sdm"))
    room.stated(people[2], against_it=rescue.EVERY_LIMB_AGAINST)
    rescue.sign(people[2], "not_bonded")
    rescue.take(operation.case, "close", by=room.officer("sdm"))
    assert operation.case.state == "closed"


def test_the_nightly_proof_finds_an_operation_that_was_closed_too_early() -> None:
    operation = rescue.under_way()
    rescue.family(operation)
    rescue.secure(operation)
    name = "an operation over while a person lacks a finding"
    assert {one.name: one.count for one in reconcile.findings(room.AT)}[name] == 0
    Case.objects.filter(pk=operation.pk).update(state="closed", phase=4, closed_at=room.AT, due_at=None, warn_at=None)
    found = {one.name: one.numbers for one in reconcile.findings(room.AT)}
    assert found[name] == [operation.case.number]


def test_what_is_late_stays_with_its_holder() -> None:
    case = rescue.informed()
    holder = case.holder
    casework.escalate_overdue(at=room.AT + timedelta(hours=25))
    case.refresh_from_db()
    assert (case.holder, case.state, case.warned) == (holder, "received", casework.TOLD_OVER)
