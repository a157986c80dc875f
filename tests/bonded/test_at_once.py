"""Two officers at the same row at once: one deed is done, the other officer is told."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from tests import apart, cast
from tests.bonded import rescue, room

from shramsetu.bonded.actions import findings
from shramsetu.bonded.actions.findings import Statement
from shramsetu.bonded.models import Finding, Operation, Site, Survivor
from shramsetu.casework import actions as casework
from shramsetu.casework import handing
from shramsetu.casework.models import Case
from shramsetu.offices.models import Role


@pytest.fixture(autouse=True)
def _committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Work in a database apart: what is done at once must be committed."""
    with django_db_blocker.unblock(), apart.database("bonded"):  # type: ignore[attr-defined]
        yield


def at_once(deed: Callable[[int], object]) -> list[str]:
    """Let two threads do the same at the same time; return how each ended."""
    together, outcomes = threading.Barrier(2), list[str]()

    def run(number: int) -> None:
        together.wait()
        try:
            deed(number)
            outcomes.append("done")
        except (casework.Stale, casework.NotAllowed):
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(outcomes)


def test_two_who_verify_at_once_order_one_rescue() -> None:
    case, sdm = rescue.informed(), room.officer("sdm")

    def press(number: int) -> None:
        mine = Case.objects.select_related("district", "department", "place").get(pk=case.pk)
        casework.take(mine, "verify", seen=case.revision, by=sdm, at=room.AT, detail={"text": f"सच {number}"})

    assert at_once(press) == ["done", "stale"]
    assert Operation.objects.filter(information=case.pk).count() == 1


def test_of_two_statements_at_once_one_stands_and_the_other_officer_is_told() -> None:
    found = room.freed()
    room.take(found, "secure")
    seen = Case.objects.get(pk=found.pk).revision

    def write(number: int) -> None:
        mine = Survivor.objects.select_related("case").get(pk=found.pk)
        by = room.officer(("sdm", "dm")[number])
        said = Statement(words={"statement": f"कथन {number}"}, for_it={"advance": "…"})
        findings.record(mine, said, seen=seen, by=by, at=room.AT)

    assert at_once(write) == ["done", "stale"]
    assert Case.objects.get(pk=found.pk).revision == seen + 1


def test_two_magistrates_cannot_both_sign() -> None:
    found = room.freed()
    room.empower()
    room.take(found, "secure")
    room.stated(found)
    room.drafted(found, "bonded")
    seen = Case.objects.get(pk=found.pk).revision

    def sign(number: int) -> None:
        mine = Case.objects.select_related("district", "department").get(pk=found.pk)
        by, detail = room.officer(("sdm", "dm")[number]), {"verdict": "bonded", "text": "कारण"}
        casework.take(mine, "find", seen=seen, by=by, at=room.AT, detail=detail)

    assert at_once(sign) == ["done", "stale"]
    assert Finding.objects.filter(survivor=found, signed_at__isnull=False).count() == 1


def test_a_grievance_handed_on_by_two_is_one_information_and_its_site_one_site() -> None:
    grievance = cast.complaint(district=room.district(), category="bonded-labour", text="भट्ठे पर बंद हैं")
    made = list[str]()

    def press(number: int) -> None:
        mine = Case.objects.get(pk=grievance.pk)
        by = cast.desk(Role.SUPERVISOR)
        made.append(handing.hand_on(mine, "bonded", by=by, at=room.AT).number)

    assert at_once(press) == ["done", "done"]
    assert len(set(made)) == 1
    assert at_once(lambda number: rescue.informed(text=f"वही भट्ठा {number}")) == ["done", "done"]
    assert Site.objects.count() == 1
