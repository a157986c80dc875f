"""What a sanctioned claim gives: each benefit by its kind, each payee's share, every due to the paisa."""

from datetime import UTC, date, datetime

import pytest
from tests.schemes import purse
from tests.workers import room

from shramsetu.schemes import proof, refusals
from shramsetu.schemes.actions import awards, payees
from shramsetu.schemes.actions.payees import NewPayee
from shramsetu.schemes.models import Award, Due, Payee
from shramsetu.workers.rules.household import Person, Snapshot

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
HEAD = Person(1, "रामदेव निषाद", "head", "man", date(1988, 4, 2))
WIFE = Person(2, "सुमन निषाद", "spouse", "woman", date(1990, 1, 1))
SON = Person(3, "अजय निषाद", "son", "man", date(2006, 1, 1))
GIRL = Person(4, "पूजा निषाद", "daughter", "woman", date(2010, 1, 1), is_married=False)


def family(number: str, *members: Person) -> dict[str, object]:
    own = Person(1, "रामदेव निषाद", "head", "man", date(1988, 4, 2), worker=number)
    return Snapshot("216740012344", "file", AS_OF, purse.TODAY, (own, *members)).as_json()


def test_a_wedding_is_one_sum_due_at_once() -> None:
    (award,) = purse.granted()
    (due,) = award.dues.all()
    assert (award.kind, award.total_paise, award.payee.who) == ("per_event", 65_000_00, "worker")
    assert (due.paise, due.due_on, due.stage, due.board) == (65_000_00, purse.TODAY, "planned", "bocw")


def test_a_grant_repeated_gives_the_awards_there_are() -> None:
    claim, outcome = purse.claim(), purse.answered(purse.WEDDING)
    first = awards.grant(claim, outcome, by=room.registrar(), at=purse.AT)
    assert awards.grant(claim, outcome, by=room.registrar(), at=purse.AT) == first
    assert Due.objects.count() == 1


def test_death_is_paid_in_instalments_and_a_funeral_to_the_spouse() -> None:
    worker = purse.worker()
    claim = purse.claim(purse.DEATH, of=worker, family=family(worker.number, WIFE, SON))
    made = awards.grant(claim, purse.answered(purse.DEATH), by=room.registrar(), at=purse.AT)

    assert {one.part: (one.kind, one.total_paise) for one in made} == {
        "main": ("instalments", 9_395_00 * 60),
        "funeral": ("once", 25_000_00),
    }
    (heir,) = Payee.objects.filter(claim=claim)
    assert (payees.name_of(heir), heir.kin) == ("सुमन निषाद", "spouse")
    assert "सुमन" not in str(Payee.objects.filter(pk=heir.pk).values().get())
    dues = Due.objects.filter(award__part="main")
    assert sum(one.paise - one.interest_paise for one in dues) == 5_00_000_00


def test_without_a_spouse_adult_sons_and_unmarried_daughters_share_each_instalment() -> None:
    worker = purse.worker()
    claim = purse.claim(purse.DEATH, of=worker, family=family(worker.number, SON, GIRL))
    awards.grant(claim, purse.answered(purse.DEATH), by=room.registrar(), at=purse.AT)
    by_month: dict[int, int] = {}
    for due in Due.objects.filter(award__part="main"):
        by_month[due.seq] = by_month.get(due.seq, 0) + due.paise
    assert by_month == dict.fromkeys(range(1, 61), 9_395_00)


def test_heirs_named_by_an_officer_take_the_place_of_nobody() -> None:
    claim = purse.claim(purse.DEATH)
    by = room.registrar()
    awards.grant(claim, purse.answered(purse.DEATH), by=by, at=purse.AT)
    (nobody,) = Payee.objects.filter(claim=claim)
    assert payees.name_of(nobody) == ""

    told = [NewPayee("किशन निषाद", kin="father"), NewPayee("लक्ष्मी निषाद", kin="mother", weight=2)]
    awards.name_heirs(claim, told, by=by, at=purse.AT)
    live = Award.objects.filter(claim=claim, state="live")
    assert sum(one.total_paise or 0 for one in live) == 9_395_00 * 60 + 25_000_00
    assert {one.total_paise for one in live.filter(part="funeral")} == {8_333_33, 16_666_67}

    Due.objects.filter(award=live[0]).update(stage="batched")
    with pytest.raises(refusals.GoneOut):
        awards.name_heirs(claim, told, by=by, at=purse.AT)


def test_a_disabled_worker_is_paid_himself() -> None:
    made = purse.granted(purse.DEATH, loss="disability", disability_percent=60, cause="accident")
    assert {one.payee.who for one in made} == {"worker"}


def test_a_pension_begins_with_the_month_after_the_sanction() -> None:
    (award,) = purse.granted(purse.PENSION)
    assert (award.total_paise, award.first_month, award.paid_through) == (None, date(2026, 12, 1), date(2026, 11, 1))
    assert not award.dues.exists()


def test_a_deposit_is_no_cash_and_matures_at_eighteen() -> None:
    made = purse.granted(purse.BIRTH, newborn="daughter", daughters_before=0, delivery_number=1)
    deposit = next(one for one in made if one.kind == "deposit")
    born = purse.answered(purse.BIRTH).facts.values["delivered_on"]
    assert isinstance(born, date)
    assert deposit.deposit.matures_on == date(born.year + 18, born.month, born.day)
    assert deposit.payee.who == "daughter"


def test_the_deposit_of_an_adopted_daughter_matures_on_her_own_eighteenth_birthday() -> None:
    told = {"delivery": "adoption", "newborn": "daughter", "adopted_child_birth_on": date(2022, 5, 10)}
    (award,) = purse.granted(purse.BIRTH, **told)
    assert (award.kind, award.deposit.matures_on) == ("deposit", date(2040, 5, 10))


def test_a_benefit_without_a_sum_is_not_granted() -> None:
    with pytest.raises(refusals.NoSum):
        purse.granted("bocw-illness-help", bill_paise=None, is_estimate=False)


def test_a_pension_of_the_centre_is_not_paid_here() -> None:
    assert purse.granted("pm-sym") == []


def widow_paid_once() -> Payee:
    """Return a widow whose first instalment was paid; the bank had sent the second back."""
    worker = purse.worker()
    claim = purse.claim(purse.DEATH, of=worker, family=family(worker.number, WIFE, SON, GIRL))
    awards.grant(claim, purse.answered(purse.DEATH), by=room.registrar(), at=purse.AT)
    widow = Payee.objects.get(claim=claim)
    dues = Due.objects.filter(award__payee=widow, award__part="main")
    dues.filter(seq=1).update(stage="paid", paid_on=purse.TODAY)
    Due.objects.filter(award__payee=widow, award__part="funeral").update(stage="paid", paid_on=purse.TODAY)
    dues.filter(seq=2).update(stage="batched")
    dues.filter(seq=2).update(stage="returned", why="53")
    return widow


CHILDREN = [NewPayee("अजय निषाद", kin="son"), NewPayee("पूजा निषाद", kin="daughter")]


def test_what_a_dead_widow_had_still_to_get_goes_on_to_the_children_by_the_same_plan() -> None:
    widow = widow_paid_once()
    made = awards.succeed(widow, CHILDREN, died_on=purse.TODAY, by=purse.accounts(), at=purse.AT)
    assert [(one.part, payees.name_of(one.payee)) for one in made] == [("main", "अजय निषाद"), ("main", "पूजा निषाद")]
    old = Award.objects.get(payee=widow, part="main")
    assert (old.state, old.why) == ("ended", "death")
    assert dict.fromkeys(old.dues.values_list("stage", flat=True)).keys() == {"paid", "cancelled"}
    rest = Due.objects.filter(award__in=made, stage="planned")
    by_day: dict[date, int] = {}
    for due in rest:
        by_day[due.due_on] = by_day.get(due.due_on, 0) + due.paise
    planned = list(old.dues.filter(stage="cancelled").order_by("seq").values_list("due_on", "paise"))
    assert len(planned) == 59
    assert sorted(by_day.items()) == planned
    assert sum(one.total_paise or 0 for one in made) == 9_395_00 * 59
    assert Award.objects.get(payee=widow, part="funeral").state == "live"
    assert [one for one in proof.faults() if one.name == "award-adds-up" and one.count] == []


def test_a_part_that_lies_at_the_bank_is_waited_for() -> None:
    widow = widow_paid_once()
    Due.objects.filter(award__payee=widow, seq=3).update(stage="batched")
    with pytest.raises(refusals.OnTheWay):
        awards.succeed(widow, CHILDREN, died_on=purse.TODAY, by=purse.accounts(), at=purse.AT)
    with pytest.raises(refusals.NotYours):
        awards.succeed(widow, CHILDREN, died_on=purse.TODAY, by=room.registrar(), at=purse.AT)
    assert not Award.objects.filter(state="ended").exists()


def test_what_a_dead_worker_had_to_get_goes_on_to_the_heirs_once() -> None:
    (award,) = purse.granted()
    heirs = [NewPayee("सुमन निषाद", kin="spouse")]
    (made,) = awards.succeed(award.payee, heirs, died_on=purse.TODAY, by=purse.accounts(), at=purse.AT)
    assert (made.kind, made.total_paise, made.payee.who) == ("per_event", 65_000_00, "heir")
    with pytest.raises(refusals.NotNow):
        awards.succeed(award.payee, heirs, died_on=purse.TODAY, by=purse.accounts(), at=purse.AT)
