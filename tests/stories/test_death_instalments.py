"""A mason dies on the road: his widow claims, is paid the funeral at once and five lakh in sixty instalments."""

from datetime import date, timedelta

import pytest
from tests.schemes import purse, room
from tests.schemes.purse import accounts

from shramsetu.casework.models import Case
from shramsetu.journal import queries as journal
from shramsetu.lib import clock
from shramsetu.lib.conditions import Value
from shramsetu.schemes import actions, proof
from shramsetu.schemes.actions import payees
from shramsetu.schemes.models import Award, Transfer
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.telling import Telling
from shramsetu.workers.entry import NewMember
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db
AT = room.AT
DIED = date(2026, 10, 1)
FAMILY = (
    NewMember("सुमन निषाद", kin="spouse", sex="woman", born_on=date(1990, 1, 1)),
    NewMember("अजय निषाद", kin="son", born_on=date(2006, 1, 1)),
)
TOLD: dict[str, Value] = {
    "happened_on": DIED,
    "loss": "death",
    "cause": "accident",
    "is_on_site": False,
    "is_heir_known": True,
    "took_same_benefit": False,
}


def test_a_death_is_claimed_and_paid_in_instalments_to_the_widow() -> None:
    worker = room.member(members=FAMILY)
    Worker.objects.filter(pk=worker.pk).update(died_on=DIED)
    worker.refresh_from_db()
    facts = {name: Stated(value) for name, value in TOLD.items()}
    case = actions.submit(Telling(worker, purse.DEATH, facts, Case.Channel.PORTAL), by=room.APPLICANT, at=AT)
    room.checked(case)
    sanctioned = AT + timedelta(days=1)
    room.take(case, "sanction", at=sanctioned)
    case.refresh_from_db()
    assert case.state == "sanctioned"

    main, funeral = (Award.objects.get(claim=case.pk, part=part) for part in ("main", "funeral"))
    assert (main.kind, main.total_paise, funeral.total_paise) == ("instalments", 9_395_00 * 60, 25_000_00)
    widow = main.payee
    assert (payees.name_of(widow), widow.kin) == ("सुमन निषाद", "spouse")
    account = payees.enter_account(widow, number="20304050607", ifsc="BARB0KANPUR", by=accounts(), at=sanctioned)
    payees.check_account(account, by=accounts(1), at=sanctioned)

    sent = sanctioned + timedelta(hours=2)
    assert purse.sent("once", at=sent).total_paise == 25_000_00
    assert purse.sent("instalments", at=sent).total_paise == 9_395_00
    lines = [purse.paid(one, number, "2026-11-18") for number, one in enumerate(Transfer.objects.order_by("pk"), 1)]
    purse.answer(*lines, at=sent + timedelta(days=2))
    case.refresh_from_db()
    assert case.state == "paid"

    # A month later the next one falls due, and no other.
    next_month = clock.moment(date(2026, 12, 17)) + timedelta(hours=6)
    assert purse.sent("instalments", at=next_month).count == 1
    purse.answer(purse.paid(Transfer.objects.latest("pk"), 9, "2026-12-18"), at=next_month + timedelta(days=2))
    paid = list(main.dues.filter(stage="paid").order_by("seq"))
    assert [one.due_on for one in paid] == [date(2026, 11, 17), date(2026, 12, 17)]
    left = main.dues.filter(stage="planned")
    assert left.count() == 58
    assert sum(one.paise - one.interest_paise for one in (*paid, *left)) == 5_00_000_00
    assert [one for one in proof.faults() if one.count] == []
    assert list(journal.faults()) == []
