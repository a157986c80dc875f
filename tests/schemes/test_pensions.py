"""A month is paid once; April's certificate stops and resumes; the statement means what the rule says."""

import random
from datetime import date, datetime, timedelta

import pytest
from django.db.models import Sum
from django.test import Client
from tests import cast
from tests.room import at_desk, text_of
from tests.schemes import purse
from tests.schemes.purse import AT, accounts
from tests.workers import room

from shramsetu import rulebook
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock, numbers
from shramsetu.messages.models import Message
from shramsetu.offices.models import Post
from shramsetu.schemes import ledger, proof, refusals
from shramsetu.schemes.actions import life_due, payees, pensions
from shramsetu.schemes.actions.payees import NewPayee
from shramsetu.schemes.models import Award, Due, LifeProof, Transfer
from shramsetu.schemes.rules import plans
from shramsetu.workers.models import Worker
from shramsetu.workers.scope import KEEPERS

pytestmark = pytest.mark.django_db
SEEN = LifeProof.Way.SEEN


@pytest.fixture
def maker() -> Client:
    return at_desk(accounts())


def run(month: date) -> pensions.Made:
    return pensions.run("bocw", month, by=SYSTEM, at=AT)


def months(award: Award) -> list[str]:
    return [f"{one:%Y-%m}" for one in award.dues.order_by("month").values_list("month", flat=True)]


def test_a_month_is_made_once_and_missed_months_come_along() -> None:
    (award,) = purse.granted(purse.PENSION)
    assert run(date(2026, 11, 30)) == pensions.Made(0, 0, 0)
    assert run(date(2027, 1, 15)) == pensions.Made(2, 2_000_00, 1)
    assert run(date(2027, 1, 1)) == pensions.Made(0, 0, 0)
    assert months(award) == ["2026-12", "2027-01"]
    assert [one.due_on for one in award.dues.order_by("seq")] == [date(2026, 12, 1), date(2027, 1, 1)]


def test_without_aprils_certificate_it_stops_and_with_it_all_comes() -> None:
    (award,) = purse.granted(purse.PENSION)
    run(date(2027, 8, 1))
    assert months(award)[-1] == "2027-04"

    at = clock.moment(date(2027, 8, 20))
    pensions.prove_life(award, SEEN, on=date(2027, 8, 20), by=accounts(), at=at)
    assert months(award)[-1] == "2027-08"
    assert pensions.prove_life(award, SEEN, on=date(2027, 8, 20), by=accounts(), at=at).on == date(2027, 8, 20)
    run(date(2028, 12, 1))
    assert months(award)[-1] == "2028-04"


def test_a_certificate_of_january_does_not_reach_beyond_april() -> None:
    (award,) = purse.granted(purse.PENSION)
    run(date(2027, 2, 1))
    by, january = accounts(), clock.moment(date(2027, 1, 4))
    with pytest.raises(refusals.ProvedSoFar) as refused:
        pensions.prove_life(award, SEEN, on=date(2027, 1, 4), by=by, at=january)
    assert str(refused.value) == (
        "30.04.2027 तक जीवन प्रमाण हो चुका है। इस प्रमाण से आगे कुछ नहीं जुड़ता; 01.04.2027 या उसके बाद का प्रमाण चाहिए।"
    )
    run(date(2027, 8, 1))
    assert months(award)[-1] == "2027-04"
    pensions.prove_life(award, SEEN, on=date(2027, 4, 1), by=by, at=clock.moment(date(2027, 8, 2)))
    assert months(award)[-1] == "2027-08"


def test_a_late_certificate_of_january_pays_what_waited_and_no_further_than_april() -> None:
    (award,) = purse.granted(purse.PENSION)
    run(date(2027, 12, 1))
    assert months(award)[-1] == "2027-04"
    pensions.prove_life(award, SEEN, on=date(2028, 1, 4), by=accounts(), at=clock.moment(date(2028, 1, 4)))
    assert months(award)[-1] == "2028-01"
    run(date(2029, 12, 1))
    assert months(award)[-1] == "2028-04"
    assert list(ledger.without_proof(Award.objects.all(), date(2028, 3, 31))) == []
    assert list(ledger.without_proof(Award.objects.all(), date(2028, 4, 1))) == [award]


def told(at: datetime) -> list[str]:
    life_due.tell("bocw", by=SYSTEM, at=at)
    return [one.text for one in Message.objects.filter(template="pension-life-due").order_by("queued_at")]


def test_who_is_due_to_be_seen_is_told_once_a_year_and_stands_in_the_list_when_it_stops() -> None:
    (award,) = purse.granted(purse.PENSION)
    run(date(2027, 4, 1))
    assert told(clock.moment(date(2027, 3, 31))) == []
    number = numbers.spaced(award.claim.case.number)
    words = f"मामला {number} में नया जीवन प्रमाण चाहिए, नहीं तो 30.04.2027 के बाद का पैसा रुकेगा। जन सेवा केंद्र जाएँ। श्रम सेतु"
    for day in (1, 2, 30):
        assert told(clock.moment(date(2027, 4, day))) == [words]
    assert list(ledger.stopped(Award.objects.all(), date(2027, 4, 30))) == []
    assert list(ledger.stopped(Award.objects.all(), date(2027, 5, 1))) == [award]
    seen = clock.moment(date(2027, 5, 3))
    pensions.prove_life(award, SEEN, on=date(2027, 5, 3), by=accounts(), at=seen)
    assert list(ledger.stopped(Award.objects.all(), date(2027, 5, 3))) == []
    assert len(told(seen)) == 1
    assert len(told(clock.moment(date(2028, 4, 1)))) == 2


def test_who_was_paid_ahead_by_the_year_on_the_calendar_is_told_before_the_next_run_leaves_them_out() -> None:
    (award,) = purse.granted(purse.PENSION)
    LifeProof(award=award, on=date(2027, 1, 4), way=SEEN, by="user:1@1", at=AT).save(force_insert=True)
    Award.objects.update(paid_through=date(2027, 8, 1))
    (said,) = told(clock.moment(date(2027, 8, 20)))
    assert "31.08.2027" in said
    assert list(ledger.stopped(Award.objects.all(), date(2027, 8, 20))) == []
    assert run(date(2027, 9, 1)).dues == 0
    assert list(ledger.stopped(Award.objects.all(), date(2027, 9, 1))) == [award]


def test_the_dead_are_asked_for_nothing() -> None:
    (award,) = purse.granted(purse.PENSION)
    Worker.objects.filter(pk=award.payee.worker_id).update(died_on=date(2027, 2, 10))
    assert told(clock.moment(date(2027, 5, 1))) == []
    assert list(ledger.stopped(Award.objects.all(), date(2027, 5, 1))) == []


def test_the_desk_reads_how_many_stand_still_and_which(maker: Client) -> None:
    (award,) = purse.granted(purse.PENSION)
    assert "जीवन प्रमाण के बिना" not in text_of(maker.get("/desk/payments/"))
    Award.objects.update(first_month=date(2025, 1, 1), paid_through=date(2026, 4, 1))
    home = text_of(maker.get("/desk/payments/"))
    assert "1 पेंशन जीवन प्रमाण के बिना रुकी है" in home
    assert "रुकी: जीवन प्रमाण बाकी" in text_of(maker.get("/desk/payments/pensions/"))
    answer = maker.post("/desk/payments/pensions/run/", follow=True)
    assert "1 पेंशन जीवन प्रमाण के बिना रुकी है" in text_of(answer)
    assert Message.objects.filter(template="pension-life-due", stream=award.claim.case.stream).count() == 1


def test_who_is_dead_proves_no_life_and_is_paid_no_month_after() -> None:
    (award,) = purse.granted(purse.PENSION)
    Worker.objects.filter(pk=award.payee.worker_id).update(died_on=date(2027, 2, 10))
    run(date(2027, 4, 1))
    assert months(award)[-1] == "2027-02"
    with pytest.raises(refusals.NotNow):
        pensions.prove_life(award, SEEN, on=date(2027, 4, 1), by=accounts(), at=clock.moment(date(2027, 4, 2)))


def test_the_spouse_goes_on_from_the_month_after_the_death() -> None:
    (award,) = purse.granted(purse.PENSION)
    run(date(2027, 4, 1))
    wife, at = NewPayee("सुमन निषाद", kin="spouse"), clock.moment(date(2027, 4, 5))
    spouse = pensions.pass_on(award, wife, died_on=date(2027, 2, 10), by=accounts(), at=at)
    run(date(2027, 5, 1))
    assert months(spouse) == ["2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05"]  # nothing was paid yet
    assert payees.name_of(spouse.payee) == "सुमन निषाद"
    assert list(award.dues.order_by("month").values_list("stage", flat=True))[-2:] == ["cancelled", "cancelled"]
    run(date(2027, 6, 1))
    assert months(award)[-1] == "2027-04"


def test_only_who_may_prove_life_does() -> None:
    (award,) = purse.granted(purse.PENSION)
    with pytest.raises(refusals.NotYours):
        pensions.prove_life(award, SEEN, on=purse.TODAY, by=SYSTEM, at=AT)
    with pytest.raises(refusals.NotNow):
        pensions.prove_life(award, SEEN, on=purse.TODAY + timedelta(days=1), by=accounts(), at=AT)


def test_a_service_centre_sees_the_pensions_of_who_came_to_it() -> None:
    (award,) = purse.granted(purse.PENSION)
    centre = cast.seat(Post.objects.get(code="service-centre.kanpur-nagar")).actor
    assert list(ledger.pensions(centre)) == []
    assert list(ledger.pensions(centre, [award.claim.worker.number])) == [award]


@pytest.mark.parametrize("month", [0, 1, 4, 11])
def test_the_statement_means_what_the_rule_says(month: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, rule = random.Random(month), plans.LifeRule(month, 1 + month % 2)
    monkeypatch.setattr(pensions, "life_rule", lambda on: rule)
    (award,) = purse.granted(purse.PENSION)
    case = rulebook.book().scheme_rules.rules[purse.PENSION].benefits["pension"].cases["month"]
    steps = pensions.steps(case.values)
    for number in range(2, 9):
        first = date(chance.randrange(2025, 2028), chance.randrange(1, 13), 1)
        proofs = sorted({first + timedelta(days=chance.randrange(2500)) for _ in range(chance.randrange(6))})
        row = Award(
            claim=award.claim,
            payee=payees.others(award.claim, [NewPayee("x")])[0],
            **{name: getattr(award, name) for name in ("board", "district", "part", "case", "kind", "granted_on")},
            granted_by="test",
            first_month=first,
            paid_through=plans.month_of(first, -1),
        )
        row.save(force_insert=True)
        for day in proofs:
            LifeProof(award=row, on=day, way=SEEN, by="test", at=AT).save(force_insert=True)
        run(date(2034, 6, 1))
        made = {one.month: one.paise for one in Due.objects.filter(award=row)}
        every = [plans.month_of(first, after) for after in range(plans.months_between(first, date(2034, 6, 1)) + 1)]
        last = proofs[-1] if proofs else None
        wanted = {
            one: plans.pension_paise(steps, first, one) for one in every if plans.is_proved(one, first, last, rule)
        }
        assert made == wanted, (number, first, proofs)


def test_a_registrar_of_another_board_makes_no_difference() -> None:
    purse.granted(purse.PENSION)
    assert pensions.run("uow", date(2027, 1, 1), by=room.registrar(), at=AT).dues == 0


def test_what_the_dead_worker_was_not_paid_goes_to_the_spouse() -> None:
    (award,) = purse.granted(purse.PENSION)
    run(date(2027, 1, 1))
    at = clock.moment(date(2027, 4, 5))
    Worker.objects.filter(pk=award.payee.worker_id).update(died_on=date(2027, 2, 10))
    spouse = pensions.pass_on(
        award, NewPayee("सुमन निषाद", kin="spouse"), died_on=date(2027, 2, 10), by=accounts(), at=at
    )
    run(date(2027, 3, 1))
    assert months(spouse) == ["2026-12", "2027-01", "2027-02", "2027-03"]
    assert list(award.dues.values_list("stage", flat=True)) == ["cancelled", "cancelled"]
    assert [one.name for one in proof.faults() if one.count] == []


def paid_to_the_dead() -> tuple[Award, Award, list[Transfer]]:
    """Return a pension paid for four months, the spouse's after a death in the second, and the four transfers."""
    (award,) = purse.granted(purse.PENSION)
    at = clock.moment(date(2027, 3, 5))
    run(date(2027, 3, 1))
    purse.sent("pension", at=at)
    sent = list(Transfer.objects.order_by("due__month"))
    purse.answer(*(purse.paid(one, number, "2027-03-06") for number, one in enumerate(sent)), at=at + timedelta(days=3))
    wife = NewPayee("सुमन निषाद", kin="spouse")
    at = clock.moment(date(2027, 3, 20))
    spouse = pensions.pass_on(award, wife, died_on=date(2027, 1, 10), by=accounts(), at=at)
    run(date(2027, 3, 1))
    return award, spouse, sent


def faults() -> list[str]:
    return [one.name for one in proof.faults() if one.count]


def test_a_month_after_the_death_is_recovered_from_the_dead_and_no_payment_to_the_spouse() -> None:
    award, spouse, sent = paid_to_the_dead()
    assert months(spouse) == ["2027-02", "2027-03"]
    assert {one.stage for one in spouse.dues.all()} == {"planned"}
    assert faults() == ["pension-after-death"]

    back = clock.moment(date(2027, 3, 25))
    purse.answer(*(purse.returned(one, "68") for one in sent[2:]), at=back)
    taken = award.dues.filter(month__gt=date(2027, 1, 10))
    assert {(one.stage, one.why) for one in taken} == {("cancelled", "recovered")}
    assert months(spouse) == ["2027-02", "2027-03"]
    assert faults() == []
    assert not ledger.returned(accounts()).exists()
    assert not Message.objects.filter(template="claim-money-back").exists()


def test_a_month_before_the_death_that_a_bank_takes_back_is_owed_to_the_spouse() -> None:
    award, spouse, sent = paid_to_the_dead()
    purse.answer(purse.returned(sent[1], "68"), at=clock.moment(date(2027, 3, 25)))
    assert months(spouse) == ["2027-01", "2027-02", "2027-03"]
    (anew,) = spouse.dues.filter(month=date(2027, 1, 1))
    assert (anew.paise, anew.stage) == (sent[1].paise, "planned")
    assert [one.stage for one in award.dues.order_by("month")] == ["paid", "cancelled", "paid", "paid"]
    assert faults() == ["pension-after-death"]  # of the two months after it, as before
    owed = spouse.dues.aggregate(paise=Sum("paise"))["paise"]
    kept = award.dues.filter(stage="paid", month__lte=date(2027, 1, 10)).aggregate(paise=Sum("paise"))["paise"]
    assert owed + kept == sum(one.paise for one in sent)  # four months, each owed once


def test_who_died_before_the_first_month_leaves_the_spouse_no_earlier_month() -> None:
    (award,) = purse.granted(purse.PENSION)
    at = clock.moment(date(2026, 12, 5))
    spouse = pensions.pass_on(
        award, NewPayee("सुमन निषाद", kin="spouse"), died_on=date(2026, 8, 4), by=accounts(), at=at
    )
    run(date(2026, 12, 1))
    assert months(spouse) == ["2026-12"]


def test_a_pension_does_not_go_on_while_a_month_lies_in_a_batch() -> None:
    (award,) = purse.granted(purse.PENSION)
    run(date(2026, 12, 1))
    at = clock.moment(date(2026, 12, 5))
    purse.batch("pension", at=at)
    with pytest.raises(refusals.OnTheWay):
        pensions.pass_on(award, NewPayee("सुमन निषाद", kin="spouse"), died_on=date(2026, 12, 4), by=accounts(), at=at)


def test_a_pension_of_a_row_that_was_merged_ends_with_the_person() -> None:
    (award,) = purse.granted(purse.PENSION)
    kept = purse.worker(2)
    Worker.objects.filter(pk=award.payee.worker_id).update(merged_into=kept)
    Worker.objects.filter(pk=kept.pk).update(died_on=date(2027, 1, 10))
    run(date(2027, 4, 1))
    assert months(award)[-1] == "2027-01"
    with pytest.raises(refusals.NotNow):
        pensions.prove_life(award, SEEN, on=date(2027, 4, 1), by=accounts(), at=clock.moment(date(2027, 4, 2)))


def test_officers_of_other_departments_see_no_pension() -> None:
    (award,) = purse.granted(purse.PENSION)
    kanpur = Post.objects.filter(role="officer", place=purse.kanpur(), abolished_at=None)
    seen = {}
    for post in (kanpur.get(code="labour.leo.kanpur-nagar"), kanpur.exclude(department__slug__in=KEEPERS).first()):
        assert post is not None
        seen[post.department.slug in KEEPERS] = list(ledger.pensions(Actor(role="officer", user_id=1, post_id=post.pk)))  # type: ignore[union-attr]
    assert seen == {True: [award], False: []}
