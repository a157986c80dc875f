"""What the registry knows of a worker: by the rules of registration, on any day; and of all workers the same."""

from datetime import date, timedelta

import pytest
from tests.schemes import registry_room as registry
from tests.workers import room

from shramsetu.schemes import gather
from shramsetu.workers.actions import boards
from shramsetu.workers.models import Fee, Spell, Worker

pytestmark = pytest.mark.django_db


def values(worker: Worker, on: date) -> dict[str, object]:
    return {name: one.value for name, one in gather.worker_facts(worker, on=on).items()}


@pytest.mark.parametrize("back", [0, 40, 700])
def test_random_workers_are_known_as_the_rules_say(back: int) -> None:
    made = registry.fill(60, seed=back)
    on = registry.ON - timedelta(days=back)
    assert {one.number: values(one, on) for one in made} == {one.number: registry.known(one, on) for one in made}


def test_ramdev_is_known_with_sources_and_what_is_not_checked_proves_nothing() -> None:
    ramdev = room.worker()
    boards.admit(ramdev, "bocw", years=3, on=date(2025, 1, 10), by=room.clerk(), at=room.AT)
    facts = gather.worker_facts(ramdev, on=room.TODAY)
    assert facts["is_bocw_registered"].value is True
    assert facts["renewed_until"].value == date(2028, 1, 9)
    assert facts["contribution_years"].value == 3
    assert (facts["work_days"].value, facts["work_days"].is_proved) == (96, False)
    assert "has_bank_account" not in facts
    Spell.objects.filter(worker=ramdev).update(checked_by="user:1@1")
    assert gather.worker_facts(ramdev, on=room.TODAY)["work_days"].is_proved is None


def test_many_that_no_claim_stands_beside_are_known_as_each_alone() -> None:
    two = [room.worker(), room.worker(name="मोहन दास", phone="+919999900302", aadhaar=None, account=None)]
    alone = [gather.worker_facts(one, on=room.TODAY) for one in two]
    assert gather.facts_of_many([(one, room.TODAY, None) for one in two]) == alone


def test_a_renewal_after_the_event_does_not_cover_the_event() -> None:
    ramdev = room.worker()
    card = boards.admit(ramdev, "bocw", years=1, on=date(2025, 1, 10), by=room.clerk(), at=room.AT)
    Fee.objects.create(
        membership=card, what="renewal", years=1, paise=2000, official_paise=2000, reference="r", paid_at=room.AT,
        until=date(2027, 1, 9), filed_by="user:1@1", channel="desk",
    )  # fmt: skip
    card.paid_until = date(2027, 1, 9)
    card.save()
    assert values(ramdev, date(2026, 3, 1))["renewed_until"] == date(2026, 1, 9)
    assert values(ramdev, room.TODAY)["renewed_until"] == date(2027, 1, 9)
