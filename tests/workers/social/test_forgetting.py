"""What other systems were given is forgotten with the log of readings, and what a worker said with the worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.workers.social import peer as made
from tests.workers.social.peer import Peer

from shramsetu.workers import forgetting as registry
from shramsetu.workers.familyid.actions import comparing
from shramsetu.workers.models import Disclosed, Letter, Question, Received, Saying, Worker
from shramsetu.workers.rules.household import Person
from shramsetu.workers.social import forgetting

pytestmark = pytest.mark.django_db


def test_questions_answers_and_letters_go_once_their_time_is_over(peer: Peer, worker: Worker) -> None:
    peer.send("sync/search", made.searching())
    Letter.objects.create(service="family-id", action="search", transaction_id="t", sent_at=timezone.now())
    now = timezone.now()
    assert forgetting.forget(now - timedelta(days=1), now) == 0
    assert forgetting.forget(now + timedelta(seconds=1), now) == 1
    for kind in (Received, Question, Disclosed, Letter):
        assert kind.objects.count() == 0


def test_what_is_still_owed_is_not_forgotten(peer: Peer, worker: Worker) -> None:
    peer.send("search", made.searching())
    now = timezone.now()
    assert forgetting.forget(now + timedelta(seconds=1), now) == 0


def test_what_a_worker_said_of_the_family_goes_with_the_worker(worker: Worker) -> None:
    comparing.say(worker, [Person(2, "लव", "son", "man")], at=timezone.now())
    assert registry.forget_workers(datetime(2041, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)) == 1
    assert not Saying.objects.exists()
