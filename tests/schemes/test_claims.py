"""A claim goes its way: looked at by one officer, sanctioned by another, refused only after it was heard."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests import cast
from tests.schemes import room

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM
from shramsetu.schemes import actions
from shramsetu.schemes.models import Claim, Order
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.telling import Telling
from shramsetu.workers.models import Account

pytestmark = pytest.mark.django_db
AT = room.AT


def test_a_claim_reaches_the_labour_enforcement_officer() -> None:
    case = room.claim()
    row = room.row(case)
    assert (case.state, case.holder.code, row.track) == ("submitted", "labour.leo.kanpur-nagar", "full")  # type: ignore[union-attr]
    assert (row.event_on, row.apply_by, row.claimed_on) == (date(2026, 10, 12), date(2027, 10, 12), date(2026, 11, 16))
    assert [one["slug"] for one in row.outcome["submitted"]["answers"] if one["result"] is not True] == []


def test_the_same_form_sent_twice_is_one_claim() -> None:
    worker = room.member()
    told = room.telling(worker)
    keyed = type(told)(worker, told.scheme, told.facts, told.channel, key="form-1")
    assert actions.submit(keyed, by=cast.citizen(), at=AT) == actions.submit(keyed, by=cast.citizen(), at=AT)


def test_the_same_wedding_is_claimed_once_while_the_claim_lives() -> None:
    worker = room.member()
    first = room.claim(worker)
    with pytest.raises(Refused, match="पहले से"):
        room.claim(worker)
    room.take(first, "withdraw", by=room.own(worker), reason="ग़लती")
    assert room.claim(worker).state == "submitted"


def test_what_the_scheme_does_not_ask_makes_no_second_claim_of_one_wedding() -> None:
    worker = room.member()
    room.claim(worker)
    with pytest.raises(Refused, match="पहले से"):
        room.claim(worker, child_born_on=date(2020, 1, 1))


def test_a_day_put_right_that_makes_two_claims_one_is_refused() -> None:
    worker = room.member()
    room.claim(worker)
    other = room.claim(worker, wedding_on=date(2026, 10, 11))
    day, by = date(2026, 10, 12), cast.holder_of(other)
    with pytest.raises(Refused, match="पहले से"):
        actions.settle(other, "wedding_on", value=day, seen=other.revision, by=by, at=AT)


def test_two_officers_stand_behind_a_sanction() -> None:
    case = room.checked()
    assert (case.state, case.holder.code) == ("sanction", "labour.alc.kanpur-nagar")  # type: ignore[union-attr]
    room.take(case, "sanction")
    row = room.row(case)
    assert (case.state, case.holder.code, row.sanctioned_on) == ("sanctioned", "bocw.accounts", date(2026, 11, 16))  # type: ignore[union-attr]
    assert row.checked_by != row.decided_by
    assert [one["paise"] for one in row.outcome["sanctioned"]["benefits"]] == [6_500_000]
    assert list(Order.objects.values_list("kind", flat=True)) == ["sanction"]
    room.take(case, "pay", by=SYSTEM)
    assert (case.state, case.outcome) == ("paid", "paid")


def test_nothing_is_recommended_before_its_papers_were_seen() -> None:
    case = room.claim()
    with pytest.raises(Refused, match="विवाह कार्ड"):
        room.take(case, "check")


def test_a_question_stops_the_clock_and_its_answer_lets_it_go_on() -> None:
    case = room.claim()
    due = case.due_at
    room.take(case, "ask", question="विवाह कार्ड दीजिए।")
    assert case.state == "asked"
    after = AT + timedelta(days=5)
    room.take(case, "answer", by=room.own(room.row(case).worker), at=after, text="साथ है।")
    assert case.state == "submitted"
    assert case.due_at >= due + timedelta(days=5)  # type: ignore[operator]


def test_nothing_is_refused_while_no_condition_fails() -> None:
    case = room.claim()
    with pytest.raises(Refused, match="कोई शर्त"):
        room.take(case, "give_notice", condition="window", reason="-", heard_at=AT + room.LATER, place="कार्यालय")


def test_a_refusal_names_a_failed_condition_after_notice_and_hearing() -> None:
    case = room.refused(room.claim(bride_born_on=date(2010, 1, 10)))
    row = room.row(case)
    assert (case.state, row.failed, row.is_live) == ("refused", "bride-of-age", True)
    order = Order.objects.get(kind="refusal")
    assert (order.condition, order.said, order.frozen["officer"] != "") == (
        "bride-of-age",
        "आवेदक ने कहा कि आयु सही है।",
        True,
    )
    assert case.rests_until is not None


def test_who_gave_the_notice_does_not_refuse() -> None:
    case = room.claim(bride_born_on=date(2010, 1, 10))
    notice = {"condition": "bride-of-age", "reason": "-", "heard_at": AT + room.LATER, "place": "कार्यालय"}
    room.take(case, "give_notice", **notice)
    assert case.holder.code == "labour.alc.kanpur-nagar"  # type: ignore[union-attr]


def test_the_hearing_waits_for_its_day() -> None:
    case = room.claim(bride_born_on=date(2010, 1, 10))
    notice = {"condition": "bride-of-age", "reason": "-", "heard_at": AT + room.LATER, "place": "कार्यालय"}
    room.take(case, "give_notice", **notice)
    with pytest.raises(Refused, match="सुनवाई"):
        room.take(case, "hear", came="came", text="-")


def test_an_appeal_goes_to_the_post_above_and_may_be_allowed_when_the_fact_is_put_right() -> None:
    case = room.refused(room.claim(bride_born_on=date(2010, 1, 10)))
    worker = room.row(case).worker
    at = AT + timedelta(days=20)
    room.take(case, "appeal", by=room.own(worker), at=at, reason="जन्म प्रमाण 2005 का है।")
    assert case.holder.code.startswith("labour.dlc.")  # type: ignore[union-attr]
    with pytest.raises(Refused, match="शर्त"):
        room.take(case, "allow_appeal", at=at, reason=room.REASONS)
    actions.settle(case, "bride_born_on", value=date(2005, 1, 10), seen=case.revision, by=cast.holder_of(case), at=at)
    room.take(case, "allow_appeal", at=at, reason=room.REASONS)
    assert case.state == "sanctioned"


def test_nobody_appeals_and_the_refusal_becomes_final() -> None:
    case = room.refused(room.claim(bride_born_on=date(2010, 1, 10)))
    room.take(case, "finalise", by=SYSTEM, at=AT + timedelta(days=60))
    assert (case.state, room.row(case).is_live) == ("refused_final", False)


def test_what_is_proved_by_other_systems_takes_the_fast_track_but_for_the_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shramsetu.schemes.rules.sampling.draw", lambda key, *claimed: 9_999)
    case = actions.submit(room.telling(proved=True), by=cast.citizen(), at=AT)
    assert (case.state, case.holder.code, room.row(case).track) == ("confirming", "labour.alc.kanpur-nagar", "fast")  # type: ignore[union-attr]
    room.take(case, "confirm")
    assert case.state == "sanctioned"


def test_who_filed_a_claim_does_not_confirm_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shramsetu.schemes.rules.sampling.draw", lambda key, *claimed: 9_999)
    case = actions.submit(room.telling(proved=True), by=cast.citizen(), at=AT)
    Claim.objects.filter(pk=case.pk).update(filed_by=cast.holder_of(case).key)
    with pytest.raises(Refused, match="खुद"):
        room.take(case, "confirm")
    assert [one.is_done for one in actions.sanction_many([case.number], by=cast.holder_of(case), at=AT)] == [False]
    room.take(case, "full_check", reason="आवेदन मैंने ही भरा")
    assert case.state == "scrutiny"


@pytest.mark.parametrize("before", ["decided_by", "checked_by"])
def test_who_refused_or_checked_a_claim_does_not_allow_the_appeal(before: str) -> None:
    case = room.refused(room.claim(bride_born_on=date(2010, 1, 10)))
    row, at = room.row(case), AT + timedelta(days=20)
    person = int(getattr(row, before).partition(":")[2])
    room.take(case, "appeal", by=room.own(row.worker), at=at, reason="जन्म प्रमाण 2005 का है।")
    by = replace(cast.holder_of(case), user_id=person)  # the same person, in the charge of the post above
    actions.settle(case, "bride_born_on", value=date(2005, 1, 10), seen=case.revision, by=by, at=at)
    with pytest.raises(Refused, match="दूसरे"):
        room.take(case, "allow_appeal", by=by, at=at, reason=room.REASONS)


def test_a_drawn_claim_is_checked_in_full_with_a_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shramsetu.schemes.rules.sampling.draw", lambda key, *claimed: 0)
    case = actions.submit(room.telling(proved=True), by=cast.citizen(), at=AT)
    row = room.row(case)
    assert (case.state, row.track, row.is_sampled, row.wants_visit) == ("submitted", "full", True, True)


def test_an_overdue_claim_climbs_to_the_next_officer() -> None:
    case = room.claim()
    room.take(case, "escalate", by=SYSTEM, at=AT + timedelta(days=30))
    assert (case.holder.code, case.level) == ("labour.alc.kanpur-nagar", 2)  # type: ignore[union-attr]
    room.checked(case, at=AT + timedelta(days=30))
    assert case.holder.code.startswith("labour.dlc.")  # type: ignore[union-attr]


def test_many_are_sanctioned_and_one_that_cannot_be_holds_up_no_other() -> None:
    cases = [room.checked(room.claim(room.member(name=f"राम {word}", phone=""))) for word in ("लाल", "सिंह")]
    waiting = room.claim(room.member(name="मोहन दास", phone=""))
    by = cast.holder_of(cases[0])
    done = actions.sanction_many([one.number for one in (*cases, waiting)], by=by, at=AT)
    assert [one.is_done for one in done] == [True, True, False]
    assert [one.is_done for one in actions.sanction_many([cases[0].number], by=by, at=AT)] == [True]
    assert Claim.objects.exclude(sanctioned_on=None).count() == 2


def test_only_the_holder_settles_a_fact() -> None:
    case = room.claim()
    assert isinstance(case, Case)
    with pytest.raises(Refused, match="पंजी"):
        actions.settle(case, "sex", value="woman", seen=case.revision, by=cast.holder_of(case), at=AT)


def test_a_passbook_found_good_is_the_second_look_at_the_account() -> None:
    case = room.claim()
    account = Account.objects.get(worker=room.row(case).worker)
    assert account.checked_by == ""
    room.see_papers(case)
    account.refresh_from_db()
    assert account.checked_by == cast.holder_of(case).key


def test_the_second_part_of_a_toilet_is_a_claim_of_its_own() -> None:
    worker = room.member()
    told = {"owns_house": True, "took_same_benefit": False}
    parts = [
        Telling(
            worker,
            "bocw-toilet-help",
            {name: Stated(one, None, False) for name, one in {**told, "toilet_part": part}.items()},
            Case.Channel.PORTAL,
        )
        for part in ("first", "second")
    ]
    first = actions.submit(parts[0], by=cast.citizen(), at=AT)
    with pytest.raises(Refused, match="पहले से"):
        actions.submit(parts[0], by=cast.citizen(), at=AT)
    second = actions.submit(parts[1], by=cast.citizen(), at=AT)
    for name in ("is_surveyed", "is_toilet_used", "has_toilet"):
        second.refresh_from_db()
        value = name != "has_toilet"
        actions.settle(second, name, value=value, seen=second.revision, by=cast.holder_of(second), at=AT)
    room.checked(second)
    room.take(second, "sanction")
    assert [one["paise"] for one in room.row(second).outcome["sanctioned"]["benefits"]] == [600_000]
    assert room.row(first).subject != room.row(second).subject
