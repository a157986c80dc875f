"""What has served its time is forgotten at night, what has not stays."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Lease, Viewing
from shramsetu.web import tasks
from shramsetu.web.models import Replay

pytestmark = pytest.mark.django_db


def replay(key: str, days: int) -> None:
    made = timezone.now() - timedelta(days=days)
    Replay(actor="user:1", key=key, digest="", status=200, headers={}, body=b"", made_at=made).save()


def test_old_answers_go_and_fresh_ones_stay() -> None:
    for days in (0, 400):
        replay(f"{days} days", days)
    tasks.forget(0)
    assert list(Replay.objects.values_list("key", flat=True)) == ["0 days"]


def test_who_looked_yesterday_is_forgotten() -> None:
    now, case, user = timezone.now(), cast.complaint(), cast.desk(cast.Role.OPERATOR).user_id
    Viewing.objects.create(case=case, user_id=user, seen_at=now - timedelta(days=2))
    Lease.objects.create(case=case, user_id=user, until=now)
    assert casework.forget_presence(at=now) == 1
    assert (Viewing.objects.count(), Lease.objects.count()) == (0, 1)
