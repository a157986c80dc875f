"""How claims stand, counted from the rows: by scheme, district, condition, post; asked for twice; published."""

import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import cast
from tests import room as desk
from tests.schemes import room
from tests.workers import room as workers

from shramsetu.casework import runs
from shramsetu.insight.models import PublicClaims
from shramsetu.insight.queries import claims
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.schemes import monitoring
from shramsetu.schemes.actions import unclaimed
from shramsetu.schemes.models import Claim, Due, Eligible
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


def night(on: int = 0) -> None:
    run = unclaimed.begin(at=AT + timedelta(days=on), part=100_000)
    while runs.step(run.pk, at=AT + timedelta(days=on)):
        pass


def test_who_was_paid_and_is_not_eligible_any_more_stands_on_both_sides(
    settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    paid()
    room.member(phone="+919999900315", name="मोहन")
    night()
    Worker.objects.filter(phone="+919999900311").update(died_on=TODAY)
    night(1)
    found = monitoring.by_scheme(ALL)[room.MARRIAGE]
    assert (found.eligible, found.unpaid, found.covered, found.coverage) == (1, 1, 1, 50)
    Worker.objects.filter(phone="+919999900315").update(died_on=TODAY)
    night(2)
    found = monitoring.by_scheme(ALL)[room.MARRIAGE]
    assert (found.eligible, found.covered, found.coverage) == (0, 1, 100)


def copied(worker: Worker, n: int, district: Place | None = None) -> None:
    """Let the one paid claim have been paid to `worker` once more, under a number of its own."""
    claim = Claim.objects.select_related("case").order_by("pk")[0]
    case = claim.case
    case.pk, case.number, case.district = None, f"1{n:011}", district or case.district
    case.save(force_insert=True)
    claim.case, claim.worker, claim.subject, claim.key = case, worker, str(n), None
    claim.save(force_insert=True)


def test_two_rows_of_one_person_are_one_who_was_paid() -> None:
    paid()
    kept, gone = Worker.objects.get(), room.member(phone="+919999900315", name="रामदेव")
    copied(gone, 1)
    assert monitoring.by_scheme(ALL)[room.MARRIAGE].covered == 2
    Worker.objects.filter(pk=gone.pk).update(merged_into=kept)
    assert monitoring.by_scheme(ALL)[room.MARRIAGE].covered == 1


# Is it open to them, how many claims of theirs were paid, where they are registered, whether they claimed elsewhere.
PERSON = st.tuples(st.booleans(), st.integers(0, 2), st.sampled_from([cast.KANPUR, 118]), st.booleans())


@pytest.fixture
def people() -> list[Worker]:
    paid()
    return [room.member(phone=f"+91999990032{n}", name=f"श्रमिक {n}") for n in range(5)]


@given(told=st.lists(PERSON, max_size=5), later=st.integers(0, 5))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_coverage_counts_persons_and_never_leaves_0_to_100(
    people: list[Worker], told: list[tuple[bool, int, int, bool]], later: int
) -> None:
    with transaction.atomic():
        first = Claim.objects.get()
        open_to: dict[int, set[int]] = {}
        were_paid: dict[int, set[int]] = {first.worker.district_id: {first.worker_id}}
        for worker, (is_eligible, times, lgd, moved) in zip(people, told, strict=False):
            home, other = places.district(lgd), places.district(118 if lgd == cast.KANPUR else cast.KANPUR)
            Worker.objects.filter(pk=worker.pk).update(district=home)
            for time in range(times):
                copied(worker, worker.pk * 10 + time, other if moved else home)
                were_paid.setdefault(home.pk, set()).add(worker.pk)
            if is_eligible:
                open_to.setdefault(home.pk, set()).add(worker.pk)
        for pk, keys in open_to.items():
            unpaid = len(keys - were_paid.get(pk, set()))
            Eligible.objects.create(
                first=0, scheme=room.MARRIAGE, district_id=pk, workers=len(keys), unpaid=unpaid, counted_on=TODAY
            )
        found = monitoring.by_district(ALL)
        for pk in {*open_to, *were_paid}:
            both = open_to.get(pk, set()) | were_paid.get(pk, set())
            assert found[pk].coverage == 100 * len(were_paid.get(pk, set())) / len(both)
        whole = monitoring.by_scheme(ALL)[""]
        assert (whole.covered, whole.coverage) == (found[0].covered, found[0].coverage)
        for worker in people[:later]:  # paid since the night
            copied(worker, worker.pk * 10 + 9)
        assert all(0 <= (one.coverage or 0) <= 100 for one in monitoring.by_district(ALL).values())
        transaction.set_rollback(True)


def test_the_spreadsheet_gives_rupees_with_their_paise_as_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT + timedelta(hours=1))
    case = room.checked(room.claim(room.member(phone="+919999900311")))
    room.take(case, "sanction")
    more = Due.objects.get(award__claim=case.pk)
    more.pk, more.seq, more.paise = None, 99, 50
    more.save(force_insert=True)
    Due.objects.filter(award__claim=case.pk).update(stage="paid", paid_on=TODAY)
    content = desk.of_role(Role.STATE_DESK).get(f"{PAGE}claims.xlsx").content
    head, first, *_ = openpyxl.load_workbook(io.BytesIO(content))["योजनाएँ"].iter_rows()
    assert str(head[-1].value).endswith("(₹)")
    assert (first[-1].value, first[-1].data_type, first[-1].number_format) == (65_000.5, "n", "#,##,##0.00")


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
    month = AT.date().replace(day=1)
    PublicClaims.objects.create(month=month, rows=claims.reckoned(month), made_at=AT)
    lines = Client().get("/open-data/claims.csv", follow=True).content.decode("utf-8-sig").split()
    head = "scheme,district_lgd,received,sanctioned,paid"
    assert lines == [head, f"{room.MARRIAGE},,*,0,0", f"{room.MARRIAGE},157,*,0,0"]
