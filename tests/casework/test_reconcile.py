"""The nightly proof finds what it is there to find: each check catches a fault planted for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast

from shramsetu.casework import reconcile
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Post

pytestmark = pytest.mark.django_db


def found() -> dict[str, list[str]]:
    """Return what does not fit an hour after the world's Monday morning, by check."""
    at = cast.MONDAY + timedelta(hours=1)
    return {finding.name: finding.numbers for finding in reconcile.findings(at) if finding.count}


def change(case: Case, **columns: object) -> None:
    Case.objects.filter(pk=case.pk).update(**columns)


def overdue(case: Case) -> None:
    change(case, due_at=cast.MONDAY)


def at_rest_too_long(case: Case) -> None:
    cast.take(case, "withdraw", by=cast.citizen(), reason="काम हो गया")
    change(case, rests_until=cast.MONDAY)


def abolished(case: Case) -> None:
    Post.objects.filter(pk=case.holder_id).update(abolished_at=timezone.now())


def head_changed(case: Case) -> None:
    change(case, head=b"\1" * 32)


def entry_lost(case: Case) -> None:
    change(case, revision=7)


@pytest.mark.parametrize(
    ("plant", "name"),
    [
        (overdue, "overdue, neither passed on nor at the top"),
        (at_rest_too_long, "at rest beyond its last way out"),
        (abolished, "held by an abolished post"),
        (head_changed, "head differs from the last entry"),
        (entry_lost, "head differs from the last entry"),
    ],
)
def test_planted_fault_is_found(plant: Callable[[Case], None], name: str) -> None:
    case = cast.complaint()
    assert found() == {}

    plant(case)

    assert found()[name] == [case.number]


def test_outcome_of_the_proof_is_kept_in_the_journal() -> None:
    overdue(cast.complaint())

    reconcile.keep(at=cast.MONDAY + timedelta(hours=1))

    entry = Entry.objects.get(stream="reconcile:casework")
    assert entry.detail["overdue, neither passed on nor at the top"] == 1
