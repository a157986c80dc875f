"""How claims stand, counted from the rows: by scheme, district, condition, post; asked for twice; published."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests import room as desk
from tests.schemes import room
from tests.workers import room as workers

from shramsetu.casework import runs
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.schemes import monitoring
from shramsetu.schemes.actions import unclaimed
from shramsetu.schemes.models import Due, Eligible
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db
AT, TODAY = cast.MONDAY, clock.day(cast.MONDAY)
ALL = monitoring.Asked(None, TODAY - timedelta(days=29), TODAY + timedelta(days=20))
PAGE = "/desk/schemes/"


def paid() -> None:
    case = room.checked(room.claim(room.member(phone="+919999900311")))
    room.take(case, "sanction")
    Due.objects.filter(award__claim=case.pk).update(stage="paid", paid_on=TODAY)
    room.take(case, "pay", by=SYSTEM)


def test_claims_are_counted_by_what_became_of_them() -> None:
    paid()
    room.refused(room.claim(room.member(phone="+919999900312"), bride_born_on=date(2010, 1, 10)))
    room.claim(room.member(phone="+919999900313"))
    found = monitoring.by_scheme(ALL)
    one = found[room.MARRIAGE]
    assert (one.received, one.sanctioned, one.paid, one.refused, one.open) == (3, 1, 1, 1, 1)
    assert (one.median, one.p90, one.paise) == (0, 0, {"per_event": 6_500_000})
    assert (found[""].received, found[""].paise) == (3, {"per_event": 6_500_000})
    kanpur = places.district(cast.KANPUR).pk
    assert monitoring.by_district(ALL)[kanpur].received == 3
    assert monitoring.reasons(ALL) == [(room.MARRIAGE, "bride-of-age", 1)]
    agra = frozenset({places.district(118).pk})
    assert monitoring.by_scheme(monitoring.Asked(agra, ALL.first, ALL.last))[""].received == 0
    earlier = monitoring.Asked(None, TODAY - timedelta(days=40), TODAY - timedelta(days=30))
    assert monitoring.by_scheme(earlier)[""].received == 0


def test_what_lies_with_whom() -> None:
    case = room.claim()
    assert case.due_at is not None
    assert case.holder is not None
    later = case.due_at + timedelta(hours=1)
    assert [(one.post, one.open, one.overdue) for one in monitoring.pending(ALL, at=later)] == [(case.holder, 1, 1)]
    assert [one.overdue for one in monitoring.pending(ALL, at=AT)] == [0]


def test_two_of_one_family_for_one_wedding_are_seen() -> None:
    husband = room.member(ration_card=workers.RATION)
    wife = room.member(phone="+919999900312", name="सीता देवी", sex="woman")
    Worker.objects.filter(pk=wife.pk).update(family=husband.family)
    first = room.claim(husband)
    assert monitoring.doubles(ALL) == []
    second = room.claim(wife)
    found = monitoring.doubles(ALL)
    assert [(one.scheme, sorted(one.numbers)) for one in found] == [
        (room.MARRIAGE, sorted([first.number, second.number]))
    ]


def test_coverage_is_who_was_paid_of_whom_it_is_open_to(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    paid()
    room.member(phone="+919999900315", name="मोहन")
    run = unclaimed.begin(at=AT, part=100_000)
    while runs.step(run.pk, at=AT):
        pass
    found = monitoring.by_scheme(ALL)[room.MARRIAGE]
    assert (found.eligible, found.covered, found.coverage) == (2, 1, 50)
    assert monitoring.counted_on() == TODAY
    again = unclaimed.begin(at=AT + timedelta(days=1), part=100_000)
    while runs.step(again.pk, at=AT + timedelta(days=1)):
        pass
    assert Eligible.objects.filter(scheme=room.MARRIAGE).count() == 1


def test_the_page_stays_within_the_district_and_takes_as_many_queries_for_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT + timedelta(hours=1))
    room.claim(room.member(phone="+919999900311"))
    client = desk.at_desk(room.leo())
    text = desk.text_of(client.get(PAGE))
    assert "कन्या विवाह" in text
    assert client.get(f"{PAGE}?district=118").status_code == 404
    few = desk.queries_of(client, PAGE)
    room.refused(room.claim(room.member(phone="+919999900312"), bride_born_on=date(2010, 1, 10)))
    room.claim(room.member(phone="+919999900313"))
    assert desk.queries_of(client, PAGE) <= few + 1
    assert client.get(f"{PAGE}claims.xlsx?period=year").content[:2] == b"PK"
    state = desk.of_role(Role.STATE_DESK)
    assert state.get(f"{PAGE}?scheme={room.MARRIAGE}&period=today").status_code == 200


def test_small_counts_are_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    room.claim()
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT + timedelta(days=30))
    lines = Client().get("/open-data/claims.csv").content.decode("utf-8-sig").split()
    assert lines == ["scheme,district_lgd,received,sanctioned,paid", f"{room.MARRIAGE},157,,0,0"]
