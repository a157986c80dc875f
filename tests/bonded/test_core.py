"""A person under a code name, duties on the clocks, and who may see what of both."""

import pytest
from tests import cast
from tests.bonded import room

from shramsetu.bonded import owners, persons, scope, vault
from shramsetu.bonded.actions import duties, papers
from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.models import Case, SealedBody
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Role
from shramsetu.rulebook import book

pytestmark = pytest.mark.django_db


def test_a_person_is_known_by_a_code_name_and_the_rest_is_encrypted() -> None:
    found = room.freed()
    assert found.code.startswith(f"BL-{room.district().lgd_code}-")
    assert persons.identity(found)["name"] == room.NAME
    body = SealedBody.objects.get(pk=found.pk)
    assert room.NAME.encode() not in bytes(body.body)
    assert not any(room.NAME in str(entry.detail) for entry in Entry.objects.filter(stream=found.case.stream))


def test_a_childs_record_is_wrapped_by_the_childrens_ring() -> None:
    child, grown = room.freed(is_minor=True, sex="f"), room.freed()
    rings = dict(SealedBody.objects.values_list("case", "ring"))
    assert (rings[child.pk], rings[grown.pk]) == ("child", "")
    assert persons.identity(child)["name"] == room.NAME


def test_the_way_of_a_person_from_rescue_to_home() -> None:
    found = room.certified()
    room.take(found, "send_home")
    with pytest.raises(casework.Refused):
        room.take(found, "arrive")  # who left with an escort is handed over on a receipt
    room.reach(found)
    assert found.case.holder == owners.post("native_officer", room.district("Chitrakoot"))
    with pytest.raises(casework.Refused):
        room.take(found, "plan")  # none was drawn
    room.take(found, "lose", by=room.officer("dm"), reason="तीन बार खोजा, नहीं मिले")
    assert Case.objects.get(pk=found.pk).state == "untraceable"
    assert Survivor.objects.get(pk=found.pk).arrived_at is not None


def test_only_a_magistrate_signs_a_finding() -> None:
    found = room.freed()
    room.take(found, "secure")
    room.stated(found)
    room.drafted(found, "bonded")
    for who in ("labour_officer", "police", "child_unit"):
        with pytest.raises(casework.NotAllowed):
            room.take(found, "find", by=room.officer(who), verdict="bonded", text="…")
    room.take(found, "find", by=room.officer("dm"), verdict="bonded", text="अग्रिम, आने-जाने पर रोक")


def test_a_negative_finding_rests_until_its_review_and_then_ends() -> None:
    found = room.refused()
    room.take(found, "ask_review", by=room.officer("labour_officer"), reason="श्रमिक ने नया काग़ज़ दिया")
    with pytest.raises(casework.Refused):
        room.take(found, "decide_review", verdict="needs_inquiry", text="…")
    room.stated(found)
    room.take(found, "decide_review", verdict="bonded", text="काग़ज़ से अग्रिम सिद्ध")
    assert Case.objects.get(pk=found.pk).state == "bonded"


def test_a_duty_is_started_once_turns_late_and_ends_by_the_deed() -> None:
    found = room.certified()
    first, again = (
        duties.start(found.case, "immediate-assistance", from_at=room.AT, by=SYSTEM, at=room.AT) for _ in range(2)
    )
    assert first == again
    assert first.holder == owners.post("labour_officer", room.district())
    assert casework.escalate_overdue(at=first.due_at + room.HOUR) >= 1
    first.refresh_from_db()
    assert (first.state, first.is_open) == ("late", True)
    assert duties.done(found.case, "immediate-assistance", at=room.AT + 4 * room.DAY)
    assert not duties.done(found.case, "immediate-assistance", at=room.AT + 4 * room.DAY)
    assert not BondedDuty.objects.get(pk=first.pk).is_open
    later = duties.start(found.case, "immediate-assistance", from_at=room.AT, by=SYSTEM, at=room.AT)
    assert later != first, "what is owed again is a duty of its own"


def test_a_pause_gives_the_time_back() -> None:
    found = room.certified()
    duty = duties.start(found.case, "fir", from_at=room.AT, by=SYSTEM, at=room.AT)
    due, red = duty.due_at, BondedDuty.objects.get(pk=duty.pk).red_at
    holder = cast.holder_of(duty)
    until = (room.AT + 3 * room.DAY).date()
    casework.take(duty, "pause", seen=1, by=holder, at=room.AT, detail={"reason": "बाढ़ से थाना बंद", "until_on": until})
    casework.take(duty, "resume", seen=2, by=holder, at=room.AT + 2 * room.DAY)
    row = BondedDuty.objects.get(pk=duty.pk)
    assert (duty.due_at - due, row.red_at - red) == (2 * room.DAY, 2 * room.DAY)


def test_every_clock_and_head_has_a_post_in_every_district() -> None:
    bonded = book().bonded
    wanted = {clock.owner for clock in bonded.clocks.values()} | {head.owner for head in bonded.heads.values()}
    wanted |= {one.who for clock in bonded.clocks.values() for row in clock.values for one in row.tells}
    special = {"duty_owner", "line_department", "both_dms", "survivor", "vigilance_committee"}
    for owner in sorted(wanted - special):
        assert owners.post(owner, room.district()) is not None


def test_who_sees_the_working_side_of_a_person() -> None:
    found = room.freed()
    sees = {
        owner: scope.survivors(room.officer(owner)).filter(pk=found.pk).exists()
        for owner in ("dm", "sdm", "labour_officer", "commissioner", "child_unit", "police", "food", "lead_bank")
    }
    yes = {"dm", "sdm", "labour_officer", "commissioner", "child_unit"}
    assert {owner for owner, does in sees.items() if does} == yes
    assert not scope.survivors(room.officer("dm", "Agra")).exists()
    assert not scope.survivors(cast.desk(Role.OPERATOR)).exists()


def test_the_magistrate_sees_none_of_the_districts_ordinary_complaints() -> None:
    case = cast.complaint(district=room.district())
    assert not queries.cases_visible_to(room.officer("sdm")).filter(pk=case.pk).exists()
    assert queries.cases_visible_to(room.officer("dm")).filter(pk=case.pk).exists()


def test_the_number_of_a_paper_is_fixed_at_print() -> None:
    found = room.freed()
    one, two = (papers.printed("inquiry", found.case, by=room.officer("sdm"), at=room.AT) for _ in range(2))
    assert one.number != two.number
    assert one.token != two.token


def test_what_is_shut_opens_only_where_it_belongs() -> None:
    kept = vault.shut({"owner": "भट्ठा मालिक"}, bound_to="site:S-1")
    assert vault.opened(kept.key_id, kept.closed, bound_to="site:S-1") == {"owner": "भट्ठा मालिक"}
    with pytest.raises(Exception, match="site:S-2"):
        vault.opened(kept.key_id, kept.closed, bound_to="site:S-2")
    assert (
        vault.match_key("name", " Ram  Lal ")
        == vault.match_key("name", "ram lal")
        != vault.match_key("phone", "ram lal")
    )
