"""What is handed over with the charge of a post."""

from datetime import timedelta

import pytest
from tests.cast import MONDAY, complaint

from shramsetu.casework.models import Case
from shramsetu.offices import burden

pytestmark = pytest.mark.django_db


def test_a_charge_is_handed_over_with_what_is_open_overdue_and_sealed() -> None:
    first, second, sealed = complaint(), complaint(), complaint()
    Case.objects.filter(pk=second.pk).update(due_at=MONDAY + timedelta(days=90))
    Case.objects.filter(pk=sealed.pk).update(sealed=True, holder=first.holder)
    assert first.holder is not None
    before = burden.of(first.holder, MONDAY)
    assert (before.open, before.overdue, before.sealed) == ((first.number, second.number), (), 1)
    later = burden.of(first.holder, MONDAY + timedelta(days=60))
    assert later.overdue == (first.number,)
