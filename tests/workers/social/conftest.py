"""The fixtures that the public compliance checks of SPDCI ask for: one person, one subscription, one client."""

from datetime import date

import pytest
from django.utils import timezone
from tests.workers import room
from tests.workers.social.peer import Peer

from shramsetu.workers.models import Subscription, Worker


@pytest.fixture
def peer(db: None) -> Peer:
    return Peer()


@pytest.fixture
def worker(db: None) -> Worker:
    """Sita, 24 years old, of Kanpur Nagar, registered; known to the checks as TEST-001."""
    sita = room.worker(
        name="सीता देवी", sex="woman", born_on=date(2002, 3, 4), family_id=room.RATION, key="sita", phone="+919999900302"
    )
    Worker.objects.filter(pk=sita.pk).update(number="TEST-001")
    sita.refresh_from_db()
    return sita


@pytest.fixture
def subscription(peer: Peer, worker: Worker) -> Subscription:
    return Subscription.objects.create(
        partner=peer.row, code="sub-test-001", event="UPDATE", record="Member", worker=worker, from_at=timezone.now()
    )
