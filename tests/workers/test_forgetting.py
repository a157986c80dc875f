"""Ten years after the last registration ended, only what is counted stays of a worker."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db.models import Model
from tests import cast
from tests.workers import room
from tests.workers.test_changes import asked

from shramsetu.casework import forgetting as casework
from shramsetu.journal.models import Private
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib.identity import Kind, parse
from shramsetu.privacy import actions as privacy
from shramsetu.privacy.kinds import KINDS
from shramsetu.workers.actions import boards, cards
from shramsetu.workers.entry import NewMember, NewNominee
from shramsetu.workers.models import Change, Membership, Worker

pytestmark = pytest.mark.django_db
[KIND] = [kind for kind in KINDS if kind.name == "workers"]
LATER = datetime(2041, 1, 1, tzinfo=UTC)


@pytest.fixture
def worker() -> Worker:
    found = room.worker(
        aadhaar=room.AADHAAR,
        ration_card=room.RATION,
        uan=parse(Kind.UAN, "100123456781"),
        address="12, पुरानी बस्ती",
        nominees=(NewNominee("सीता देवी", "पत्नी"),),
        members=(NewMember("सीता देवी", "spouse", "woman", date(1990, 5, 6)),),
    )
    membership = boards.admit(found, "bocw", years=3, on=room.TODAY, by=room.clerk(), at=room.AT)
    cards.issue(membership, by=room.clerk(), at=room.AT)
    return found


def erased(at: datetime) -> int:
    return privacy.erase_due(KIND, by=SYSTEM, at=at)


def words_of(model: type[Model]) -> list[str]:
    return [str(row) for row in model._default_manager.values_list()]


def test_nothing_personal_is_left_anywhere_in_the_registry(worker):
    case = asked(worker)
    cast.take(case, "refuse", text="x")
    assert erased(LATER) == 1
    secrets = ["रामदेव", "शिवचरण", "सीता", "शर्मा", room.PHONE[3:], room.RATION.number, "100123456781", "पुरानी बस्ती"]
    secrets += [room.BANK.number[-4:], worker.aadhaar_digest]
    left = {
        (model.__name__, secret)
        for model in apps.get_app_config("workers").get_models()
        for text in words_of(model)
        for secret in secrets
        if secret in text
    }
    assert left == set()
    assert not Private.objects.filter(entry__stream=worker.stream).exists()
    worker.refresh_from_db()
    assert (worker.number != "", worker.born_on, worker.sex) == (True, date(1988, 1, 1), "man")
    assert Membership.objects.get(worker=worker).registered_on == room.TODAY


@pytest.mark.parametrize("years", [0, 5, 12])
def test_as_long_as_it_is_in_force_and_ten_years_more_it_stays(worker, years):
    assert erased(room.AT + timedelta(days=365 * years)) == 0


def test_who_waits_for_a_decision_is_kept(worker):
    asked(worker)
    assert erased(LATER) == 0


def test_whoever_a_pension_is_paid_to_is_kept():
    from tests.schemes import purse

    [award, *_] = purse.granted()
    whose = award.claim.worker_id
    Worker.objects.filter(pk=whose).update(made_at=room.AT - timedelta(days=9000))
    Membership.objects.filter(worker=whose).update(paid_until=date(2010, 1, 1), registered_on=date(2009, 1, 1))
    kept = set(KIND.waiting(room.AT).values_list("pk", flat=True))
    assert whose not in kept


def test_a_final_case_of_a_change_forgets_what_was_and_what_was_wanted(worker):
    case = asked(worker)
    cast.take(case, "refuse", text="x")
    casework.erase([case], at=LATER)
    assert bytes(Change.objects.get(pk=case.pk).closed) == b""
