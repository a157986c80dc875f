"""Two clerks at the same hour or the same list at once: one gets it, the other one is told."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from tests import apart, cast
from tests.hearings import bench, court

from shramsetu.casework import actions as casework
from shramsetu.hearings.actions import dating, lists
from shramsetu.hearings.models import CauseList, Forum, Hearing
from shramsetu.lib import clock

SLUG = "authority-kanpur-nagar"


@pytest.fixture(autouse=True)
def _committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Work in a database apart: what is done at once must be committed."""
    with django_db_blocker.unblock(), apart.database("hearings"):  # type: ignore[attr-defined]
        yield


def at_once(deed: Callable[[int], object]) -> list[str]:
    """Let two threads do the same at the same time; return how each ended."""
    together, outcomes = threading.Barrier(2), list[str]()

    def run(number: int) -> None:
        together.wait()
        try:
            deed(number)
            outcomes.append("done")
        except (casework.Stale, casework.Refused):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(outcomes)


def test_of_two_who_fix_the_last_place_of_an_hour_one_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [court.registered(), court.registered()]
    slot = court.first_slot(cases[0])
    Forum.objects.filter(slug=SLUG).update(per_slot=1)
    counted = dating.forums.taken

    def slowly(*told: object) -> object:
        found = counted(*told)  # type: ignore[arg-type]
        time.sleep(0.4)
        return found

    monkeypatch.setattr(dating.forums, "taken", slowly)
    assert at_once(lambda number: cast.take(cases[number], "issue", next_at=slot, purpose="appearance")) == [
        "done",
        "refused",
    ]
    assert Hearing.objects.filter(forum__slug=SLUG, state="fixed").count() == 1


def test_a_list_is_published_once() -> None:
    case = court.noticed()
    forum, on = court.row(case).forum, clock.day(bench.fixed(case).on_at)
    made = lists.draft(forum, on, by=court.registry(), at=court.AT)
    by = court.registry()
    assert at_once(lambda number: lists.publish(CauseList.objects.get(pk=made.pk), by=by, at=court.AT)) == [
        "done",
        "refused",
    ]
    assert CauseList.objects.filter(forum=forum, on=on).count() == 1
