"""The plan and who carries its lines, the gate of the balance, visits, signals, a new episode, the same site again."""

from datetime import timedelta

import pytest
from tests import cast
from tests.bonded import later_room as later
from tests.bonded import room

from shramsetu import rulebook
from shramsetu.bonded import aftercare, owners, rehabilitation, scope
from shramsetu.bonded import persons as known
from shramsetu.bonded.actions import gate, plans, repeats, visits
from shramsetu.bonded.actions.gate import Deciding
from shramsetu.bonded.actions.plans import Assessment
from shramsetu.bonded.actions.visits import Seen
from shramsetu.bonded.models import BondedDuty, Plan, PlanLine, Proof, Repeat, RiskNote, Survivor
from shramsetu.bonded.rules.visits import DOMAINS
from shramsetu.casework import actions as casework
from shramsetu.casework import queries, sealing
from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
AT, TODAY, DAY = later.AT, later.TODAY, later.DAY
GOOD = dict.fromkeys(DOMAINS, 4)
PROOF = {"holds": True, "order_number": "वाद 7/2026", "order_on": TODAY, "reasons": "अग्रिम और बंधन सिद्ध"}


def open_clocks(survivor: Survivor) -> list[str]:
    """The clocks of a plan and of visits that run."""
    running = BondedDuty.objects.filter(parent=survivor.case, is_open=True).order_by("clock", "key")
    rows = running.filter(clock__in=["plan", plans.LINE, "follow-up", "risk-visit"])
    return [f"{row.clock}:{row.key}" if row.key else row.clock for row in rows]


def deciding(kind: str, **changes: object) -> Deciding:
    return Deciding(kind, **{**PROOF, **changes})  # type: ignore[arg-type]


# The plan


def test_each_wanted_line_becomes_the_duty_of_a_post_of_the_home_district() -> None:
    found = later.planned("ration", "house", "school")
    duties = BondedDuty.objects.filter(parent=found.case, clock=plans.LINE).select_related("case__holder")
    heads = rulebook.book().bonded.heads
    home = room.district("Chitrakoot")
    assert {row.key: row.case.holder for row in duties} == {
        head: owners.post(heads[head].owner, home) for head in ("ration", "house", "school")
    }
    limits = {row.key: (row.case.due_at - AT).days for row in duties if row.case.due_at}
    assert limits == {head: heads[head].values[0].calendar_days for head in limits}
    assert found.case.state == "planned"


def test_a_department_sees_its_line_and_the_code_name_and_nothing_else() -> None:
    found = later.planned("house", "school", "bank-account")
    lines = {row.key: row for row in BondedDuty.objects.filter(parent=found.case, clock=plans.LINE)}
    bank = room.officer("lead_bank", "Chitrakoot")
    assert list(queries.cases_visible_to(bank)) == [lines["bank-account"].case]
    assert not scope.survivors(bank).exists()
    assert list(scope.duties(bank)) == [lines["bank-account"]]
    of_rescue = queries.cases_visible_to(room.officer("lead_bank")).filter(bonded_duty__clock=plans.LINE)
    assert not of_rescue.exists(), "the bank of the rescue's district"


def test_a_plan_answers_every_head_and_says_why_one_is_not_wanted() -> None:
    found = later.at_home()
    by = cast.holder_of(found.case)
    whole = later.assessment("ration")
    lacking = {head: wish for head, wish in whole.wishes.items() if head != "voter"}
    with pytest.raises(casework.Refused):
        plans.draw(found, Assessment(TODAY, lacking), by=by, at=AT)
    with pytest.raises(casework.Refused):
        plans.draw(found, Assessment(TODAY, {**whole.wishes, "voter": plans.Wish(wanted=False)}), by=by, at=AT)
    with pytest.raises(casework.Refused):
        plans.draw(found, later.assessment(on=TODAY + DAY), by=by, at=AT)
    with pytest.raises(casework.Refused):
        room.take(found, "plan")
    assert not Plan.objects.exists()


def test_a_plan_is_drawn_anew_before_its_approval_and_only_added_to_after_it() -> None:
    found = later.at_home()
    by = cast.holder_of(found.case)
    plans.draw(found, later.assessment("ration", "voter"), by=by, at=AT)
    plans.draw(later.fresh(found), later.assessment("ration"), by=by, at=AT)
    room.take(found, "plan")
    assert list(PlanLine.objects.filter(wanted=True).values_list("head", flat=True)) == ["ration"]
    plans.draw(later.fresh(found), later.assessment("ration", "skill"), by=by, at=AT)
    assert set(PlanLine.objects.exclude(duty=None).values_list("head", flat=True)) == {"ration", "skill"}
    with pytest.raises(casework.Refused):
        plans.draw(later.fresh(found), later.assessment("skill"), by=by, at=AT)
    assert BondedDuty.objects.filter(clock=plans.LINE, is_open=True).count() == 2


def test_what_was_said_at_home_lies_encrypted() -> None:
    found = later.planned("ration")
    plan, line = Plan.objects.get(), PlanLine.objects.get(head="ration")
    assert (plan.words.startswith(sealing.MARK), line.note.startswith(sealing.MARK)) == (True, True)
    assert sealing.unveiled(found.case, line.note) == later.NEED.note
    duty = BondedDuty.objects.get(key="ration")
    assert later.NEED.note in sealing.unveiled(duty.case, duty.text)


def test_a_line_is_done_with_its_proof_refused_with_a_reason_or_waits() -> None:
    found = later.planned("house", "school", "health")
    lines = {row.key: row.case for row in BondedDuty.objects.filter(parent=found.case, clock=plans.LINE)}
    with pytest.raises(casework.Refused):
        cast.take(lines["school"], "complete", at=AT)
    proof = cast.attach(lines["school"], by=cast.holder_of(lines["school"]))
    cast.take(lines["school"], "complete", at=AT, files=[str(proof.pk)], text="कक्षा 3 में प्रवेश")
    cast.take(lines["house"], "not_possible", at=AT, reason="सूची में नाम नहीं")
    until = (AT + 9 * DAY).date()
    cast.take(lines["health"], "pause", at=AT, reason="शिविर की प्रतीक्षा", until_on=until)
    cast.take(lines["health"], "resume", at=AT + 3 * DAY)
    row = BondedDuty.objects.get(key="health")
    assert row.case.due_at == row.red_at == AT + (15 + 3) * DAY
    states = {line.head: line.state for line in rehabilitation.lines(found) if line.wanted}
    assert states == {"house": "not_possible", "school": "done", "health": "pending"}


# The gate of the balance


def test_a_conviction_free_balance() -> None:
    found = later.planned()
    assert [one.proof for one in rehabilitation.gate_of(found).missing][-2:] == ["dm_proof", "state_sanction"]
    with pytest.raises(casework.Refused):
        gate.decide(found, deciding(Proof.Kind.SANCTION), by=room.officer("commissioner"), at=AT)
    with pytest.raises(casework.NotAllowed):
        gate.decide(found, deciding(Proof.Kind.DM_PROOF), by=room.officer("labour_officer"), at=AT)
    gate.decide(found, deciding(Proof.Kind.DM_PROOF), by=room.officer("dm"), at=AT)
    gate.decide(found, deciding(Proof.Kind.SANCTION), by=room.officer("commissioner"), at=AT)
    assert rehabilitation.gate_of(found).way == "dm_finding"


def test_a_later_decision_replaces_the_one_in_force() -> None:
    found = later.planned()
    dm = room.officer("dm")
    gate.decide(found, deciding(Proof.Kind.DM_PROOF, holds=False), by=dm, at=AT)
    assert not rehabilitation.proofs(found).dm_proof
    gate.decide(found, deciding(Proof.Kind.DM_PROOF), by=dm, at=AT + DAY)
    assert rehabilitation.proofs(found).dm_proof
    assert list(Proof.objects.order_by("at").values_list("holds", "replaced_at")) == [(False, AT + DAY), (True, None)]
    assert Proof.objects.earliest("at").reasons.startswith(sealing.MARK)


@pytest.mark.parametrize(
    ("kind", "outcome", "found_bondage", "way"),
    [
        ("bls-court", "convicted", True, "conviction"),
        ("bls-summary", "acquitted", True, "summary_trial"),
        ("bls-court", "acquitted", True, ""),
    ],
)
def test_what_a_court_decides_opens_the_gate(kind: str, outcome: str, found_bondage: bool, way: str) -> None:
    found = later.planned()
    track = later.track(found, kind=kind, filed_on=TODAY)
    later.move(track, "decide", outcome=outcome, found_bondage=found_bondage, on=TODAY, text="निर्णय")
    assert rehabilitation.gate_of(found).way == "", "one officer's word opens nothing"
    if way:
        assert rehabilitation.gate_of(found).missing[-1].proof == "decision_confirmed"
        later.confirm(track)
    assert rehabilitation.gate_of(found).way == way


# Visits, signals, episodes


def test_visits_follow_each_other_from_the_day_of_coming_home() -> None:
    found = later.planned()
    assert open_clocks(found) == ["follow-up:1"]
    duty = BondedDuty.objects.get(parent=found.case, clock="follow-up")
    assert clock.day(duty.from_at) == TODAY.replace(month=12)
    assert duty.case.holder == owners.post("native_officer", room.district("Chitrakoot"))
    assert (later.visited(found, 10).month, open_clocks(found)) == (0, ["follow-up:1"])
    assert (later.visited(found, 32).month, open_clocks(found)) == (1, ["follow-up:3"])
    assert (later.visited(found, 200).month, open_clocks(found)) == (6, ["follow-up:12"])
    assert (later.visited(found, 800).month, open_clocks(found)) == (24, [])


def test_who_lives_in_another_state_is_visited_there() -> None:
    found = room.certified(native_district=None, columns={"native_state": "bihar"})
    room.take(found, "arrive")
    assert later.fresh(found).case.state == "home"
    assert open_clocks(found) == []


def test_a_visit_is_kept_with_scores_in_the_open_and_words_encrypted() -> None:
    found = later.planned()
    with pytest.raises(casework.Refused):
        later.visited(found, 32, scores={"safety": 3})
    with pytest.raises(casework.Refused):
        visits.pay(found, Seen(on=TODAY + DAY, scores=GOOD), by=cast.holder_of(found.case), at=AT)
    kept = later.visited(found, 32, signals=frozenset({"threat"}), words="मालिक का आदमी आया था")
    assert (kept.safety, kept.closed.startswith(sealing.MARK)) == (4, True)
    assert aftercare.closed(found, kept.closed) == {"signals": ["threat"], "words": "मालिक का आदमी आया था"}


def test_signals_that_weigh_heavy_owe_a_visit_in_a_week_and_an_officer_decides_what_they_mean() -> None:
    found = later.planned("wage-work", "ration", landless=True)
    later.visited(
        found, 32, signals=frozenset({"threat", "same_agent"}), facts={"debt_paise": 900_000, "income_paise": 200_000}
    )
    at = AT + timedelta(days=32)
    signals = aftercare.signals(later.fresh(found), at=at)
    seen = {"debt", "same_agent", "no_job_card", "no_ration", "threat", "landless", "immediate_late"}
    assert set(signals.found) == seen
    duty = BondedDuty.objects.get(parent=found.case, clock="risk-visit")
    assert (duty.case.due_at, Survivor.objects.get(pk=found.pk).risk) == (at + 7 * DAY, "")
    by = cast.holder_of(found.case)
    with pytest.raises(casework.Refused):
        visits.confirm(later.fresh(found), "low", reason="", by=by, at=at)
    visits.confirm(later.fresh(found), "low", reason="एजेंट जेल में है, कर्ज़ चुक गया", by=by, at=at)
    assert (Survivor.objects.get(pk=found.pk).risk, RiskNote.objects.get().computed) == ("low", "high")
    assert not BondedDuty.objects.filter(clock="risk-visit", is_open=True).exists()


def test_who_is_not_met_counts_as_moved() -> None:
    found = later.planned()
    later.visited(found, 32, found=False, scores={})
    assert "moved" in aftercare.signals(later.fresh(found), at=AT + timedelta(days=32)).found


def test_a_visit_in_vain_leaves_the_visit_owed_and_after_the_second_magistrate_and_police_hear_of_it() -> None:
    found = later.planned("wage-work", "ration", landless=True)
    later.visited(found, 10, signals=frozenset({"threat", "same_agent"}))
    danger = BondedDuty.objects.get(parent=found.case, clock="risk-visit", is_open=True)
    lines = ["rehabilitation-line:ration", "rehabilitation-line:wage-work"]
    told = Message.objects.count()
    later.visited(found, 15, found=False, scores={})
    assert open_clocks(found) == ["follow-up:1", *lines, "risk-visit"]
    assert Message.objects.count() == told
    later.visited(found, 32, found=False, scores={})
    assert open_clocks(found) == ["follow-up:1", *lines, "risk-visit"], "nobody was met: both are still owed"
    danger.refresh_from_db()
    assert (danger.is_open, danger.from_at) == (True, AT + 10 * DAY), "with their own time"
    assert Message.objects.count() == told + 2
    later.visited(found, 40)
    assert open_clocks(found) == ["follow-up:3", *lines]


def test_nobody_died_on_a_day_to_come() -> None:
    found = later.at_home()
    with pytest.raises(casework.Refused):
        room.take(found, "die", died_on=TODAY + DAY)
    room.take(found, "die", died_on=TODAY)


def test_self_reliance_comes_after_the_last_visit_and_with_every_line_ended() -> None:
    found = later.planned("ration")
    later.written_off(found)
    line = BondedDuty.objects.get(clock=plans.LINE).case
    cast.take(line, "not_possible", reason="कार्ड पहले से है")
    room.take(found, "settle")
    with pytest.raises(casework.Refused):
        room.take(found, "close")
    later.visited(found, 800)
    plans.draw(later.fresh(found), later.assessment("ration", "house"), by=cast.holder_of(found.case), at=AT)
    with pytest.raises(casework.Refused, match="आवास"):
        room.take(found, "close")
    cast.take(BondedDuty.objects.get(key="house").case, "not_possible", reason="सूची में नाम नहीं")
    room.take(found, "close", at=AT + timedelta(days=800))
    assert Case.objects.get(pk=found.pk).state == "self_reliant"


def test_whoever_is_bound_again_goes_on_as_a_new_episode() -> None:
    old = later.planned("ration")
    room.take(old, "rebond", reason="उसी एजेंट के साथ दूसरे भट्ठे पर मिले", district=room.district("Agra"))
    fresh = Survivor.objects.select_related("case__district").get(previous=old)
    assert (Case.objects.get(pk=old.pk).state, fresh.case.state) == ("rebonded", "identified")
    assert (fresh.case.district, fresh.native_district) == (room.district("Agra"), room.district("Chitrakoot"))
    assert known.identity(fresh) == known.identity(old)
    assert fresh.code != old.code
    assert open_clocks(old) == []
    assert "previous_episode" in aftercare.signals(fresh, at=AT).found


@pytest.mark.parametrize(
    ("years", "said", "age"), [(1, None, 16), (4, None, 19), (4, 17, 17)], ids=["still", "grown", "said"]
)
def test_whoever_is_bound_again_is_as_old_as_then_and_the_years_since(years: int, said: int | None, age: int) -> None:
    old = room.certified(is_minor=True, identity={"name": room.NAME, "age": 15})
    at = AT + timedelta(days=366 * years)
    detail = {} if said is None else {"age": said}
    room.take(old, "rebond", at=at, reason="दूसरे भट्ठे पर मिले", **detail)
    fresh = Survivor.objects.select_related("case__sealed_body").get(previous=old)
    assert (fresh.is_minor, fresh.minor_at_release) == (age < 18, age < 18)
    assert known.identity(fresh)["age"] == age
    assert fresh.case.sealed_body.ring == known.ring(is_minor=age < 18)


# The same site or agent again


def test_the_same_site_or_accused_again_is_told_at_once_by_keys_alone() -> None:
    first = later.operation()
    later.accused(first, "ठेकेदार लल्लन", "agent")
    again = later.operation("Agra", place=later.site(where="Agra"))
    later.accused(again, "ठेकेदार लल्लन", "agent")
    later.accused(again, "कोई और", "guard")
    by = room.officer("sdm", "Agra")
    found = repeats.look(again, by=by, at=AT)
    assert sorted((one.what, one.earlier_id) for one in found) == [("accused", first.pk), ("site", first.pk)]
    duty = BondedDuty.objects.get(parent=again.case, clock="repeat-site")
    assert (duty.case.due_at, duty.next_tell_at) == (AT + 7 * DAY, AT)
    assert repeats.look(again, by=by, at=AT) == []
    assert Repeat.objects.count() == 2


def test_another_site_with_other_people_is_no_repetition() -> None:
    later.accused(later.operation())
    other = later.operation("Agra", place=later.site("दूसरा भट्ठा", where="Agra"))
    later.accused(other, "कोई और")
    assert repeats.look(other, by=room.officer("sdm", "Agra"), at=AT) == []
