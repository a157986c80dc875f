"""A draft order laid over the registry: read wrongly it is refused, read rightly it is answered by district."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from tests import cast, room
from tests.schemes.registry_room import ON
from tests.workers import room as workers

from shramsetu import rulebook
from shramsetu.casework import runs
from shramsetu.casework.models import Chunk
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.schemes import extracts, whatif_shown
from shramsetu.schemes.actions import whatif
from shramsetu.schemes.models import WhatIf
from shramsetu.workers.actions import boards
from shramsetu.workers.models import Account, Worker

pytestmark = pytest.mark.django_db
RELIEF, PAGE = "bocw-disaster-help", "/desk/schemes/what-if/"
AGRA = 118


@pytest.fixture(autouse=True)
def _var(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]


def worker(name: str, until: date, lgd: int = cast.KANPUR) -> Worker:
    found = workers.worker(name=name, district=places.district(lgd))
    card = boards.admit(found, "bocw", years=1, on=date(2024, 1, 1), by=workers.clerk(), at=workers.AT)
    card.paid_until = until
    card.save()
    Account.objects.filter(worker=found).update(is_aadhaar_linked=True)
    Worker.objects.filter(pk=found.pk).update(aadhaar_verified_at=workers.AT)
    return found


def asked() -> WhatIf:
    draft = whatif.Draft(
        RELIEF,
        "90 दिन की छूट और ₹2,500",
        conditions={"renewed": "renewed_until + 90 >= decided_on"},
        rupees={"relief.worker": 2_500},
        of_the_day={"is_relief_ordered": True},
    )
    made = whatif.ask(draft, by=cast.desk(Role.STATE_DESK), at=cast.MONDAY)
    assert made.run is not None
    while runs.step(made.run.pk, at=cast.MONDAY):
        pass
    made.refresh_from_db()
    return made


def test_a_draft_shows_who_gains_and_what_it_costs() -> None:
    worker("रामदेव", date(2027, 12, 31))
    worker("शिवचरण", date(2026, 11, 1))
    worker("मोहन", date(2026, 11, 1), AGRA)
    worker("बहुत पुराना", date(2026, 1, 1), AGRA)
    found = asked()
    wanted = {"before:once": 100_000, "after:once": 500_000, "before:once:unknown": 0, "after:once:unknown": 0}
    agra, kanpur = places.district(AGRA).pk, places.district(cast.KANPUR).pk
    assert {one["district"]: one for one in found.districts} == {
        kanpur: {"district": kanpur, "workers": 2, "before": 1, "after": 2, "gain": 1, "lose": 0} | wanted,
        agra: {"district": agra, "workers": 2, "before": 0, "after": 1, "gain": 1, "lose": 0}
        | wanted | {"before:once": 0, "after:once": 250_000},
    }  # fmt: skip
    assert (found.workers, found.unseen) == (4, [])


def begun(title: str, minutes: int = 0) -> WhatIf:
    draft = whatif.Draft(RELIEF, title, rupees={"relief.worker": 2_500}, of_the_day={"is_relief_ordered": True})
    return whatif.ask(draft, by=cast.desk(Role.STATE_DESK), at=cast.MONDAY + timedelta(minutes=minutes))


def step(made: WhatIf) -> bool:
    assert made.run is not None
    return runs.step(made.run.pk, at=cast.MONDAY)


def answered(*made: WhatIf) -> list[bool]:
    for one in made:
        one.refresh_from_db()
    return [one.answered_at is not None for one in made]


@contextmanager
def another_machine_answers() -> Iterator[None]:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('schemes what if', 5))")
            yield
    finally:
        other.close()


def test_drafts_are_answered_one_after_the_other_in_the_order_asked() -> None:
    first, second = begun("पहला"), begun("दूसरा", 1)
    assert (step(second), answered(first, second)) == (False, [False, False])
    assert (step(first), answered(first, second)) == (True, [True, False])
    assert (step(second), answered(first, second)) == (True, [True, True])


def test_while_another_process_answers_one_the_next_waits_untried_and_who_asked_is_told() -> None:
    made, client = begun("पहला"), room.of_role(Role.STATE_DESK)
    with another_machine_answers():
        assert (step(made), answered(made)) == (False, [False])
        assert list(Chunk.objects.values_list("state", "tries", "error")) == [("waiting", 0, "")]
    later = begun("दूसरा", 1)
    page = room.text_of(client.get(f"{PAGE}{later.pk}/"))
    assert "आपके मसौदे से पहले का एक मसौदा अभी पूछा जा रहा है" in page
    third = begun("तीसरा", 2)
    assert "पहले के 2 मसौदे" in room.text_of(client.get(f"{PAGE}{third.pk}/"))
    assert step(made)
    assert "पंजी से पूछा जा रहा है" in room.text_of(client.get(f"{PAGE}{later.pk}/"))
    assert (step(later), answered(made, later, third)) == (True, [True, True, False])


def test_one_that_was_stopped_or_broke_holds_up_none_behind_it() -> None:
    first, second = begun("पहला"), begun("दूसरा", 1)
    runs.stop(first.run, by=cast.desk(Role.STATE_DESK), at=cast.MONDAY)  # type: ignore[arg-type]
    assert (step(second), answered(first, second)) == (True, [False, True])


def test_the_end_of_one_knocks_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    knocked: list[int] = []
    first, second = begun("पहला"), begun("दूसरा", 1)
    monkeypatch.setattr(runs, "knock", lambda run: knocked.append(run.pk))
    while step(first):
        pass
    assert knocked == [second.run_id]


def test_what_is_asked_of_the_registry_has_bounded_memory() -> None:
    with extracts.engine() as duck:
        [[limit]] = duck.execute("SELECT current_setting('memory_limit')").fetchall()
    assert limit == "3.7 GiB"  # 4 GB


def test_an_empty_registry_is_answered_too() -> None:
    found = asked()
    assert (found.workers, found.districts) == (0, [])
    assert room.of_role(Role.STATE_DESK).get(f"{PAGE}{found.pk}/").status_code == 200


def test_the_form_takes_only_what_can_be_read_and_changes_something() -> None:
    client = room.of_role(Role.STATE_DESK)
    address = f"{PAGE}new/{RELIEF}/"
    unchanged = {"title": "कुछ नहीं"}
    assert client.post(address, unchanged).status_code == 422
    wrong = client.post(address, {**unchanged, "condition:renewed": "renewed_untill > decided_on"})
    assert "renewed_untill नाम का कोई तथ्य या आँकड़ा नहीं है" in room.text_of(wrong)
    assert not WhatIf.objects.exists()
    sent = client.post(address, {**unchanged, "rupees:relief.worker": "2500", "day:is_relief_ordered": "on"})
    assert sent.status_code == 302
    made = WhatIf.objects.get()
    assert made.changes == {
        "figures": {},
        "conditions": {},
        "rupees": {"relief.worker": 2_500},
        "of_the_day": {"is_relief_ordered": True},
    }


def test_the_form_shows_every_scheme_as_it_stands() -> None:
    client = room.of_role(Role.STATE_DESK)
    book = rulebook.book().scheme_rules
    for slug in book.rules:
        assert client.get(f"{PAGE}new/{slug}/").status_code == 200, slug


def test_the_answer_is_read_printed_and_taken_by_who_asked() -> None:
    worker("रामदेव", date(2027, 12, 31))
    found, client = asked(), room.of_role(Role.STATE_DESK)
    page = room.text_of(client.get(f"{PAGE}{found.pk}/"))
    assert "₹2,500" in page
    assert "कानपुर नगर" in page
    csv = client.get(f"{PAGE}{found.pk}/districts.csv").content.decode()
    assert csv.splitlines()[1].startswith("कानपुर नगर,1,1,1,0,0,1000.00,2500.00")
    assert client.get(f"{PAGE}{found.pk}/districts.xlsx").content[:2] == b"PK"
    assert client.get(f"{PAGE}{found.pk}/districts.pdf").content[:4] == b"%PDF"
    assert client.get(f"{PAGE}{found.pk}/districts.exe").status_code == 404
    few = room.queries_of(client, PAGE)
    asked()
    asked()
    assert room.queries_of(client, PAGE) == few
    head = cast.seat(cast.offices.of_role(Role.HEAD)[0]).actor
    assert room.at_desk(head).get(f"{PAGE}{found.pk}/").status_code == 404


def wedding() -> WhatIf:
    """Ask what a wedding help of ₹ 70,000 after 180 days of membership would do."""
    figures, rupees = {"member_days_least": 180}, {"wedding.usual": 70_000}
    draft = whatif.Draft("bocw-marriage-help", "विवाह", figures=figures, rupees=rupees)
    made = whatif.ask(draft, by=cast.desk(Role.STATE_DESK), at=cast.MONDAY)
    while step(made):
        pass
    made.refresh_from_db()
    return made


def test_a_sum_that_the_registry_cannot_tell_is_not_told_as_nothing() -> None:
    worker("रामदेव", date(2027, 12, 31))
    worker("दूसरे ज़िले का", date(2026, 1, 1), AGRA)
    made, client = wedding(), room.of_role(Role.STATE_DESK)
    shown = whatif_shown.answer(made)
    assert (shown.total.counts[1:3], shown.total.costs) == ([1, 1], [(None, None)])
    costs = {line.name: line.costs for line in shown.lines}
    assert costs == {"कानपुर नगर": [(None, None)], "आगरा": [(0, 0)]}
    page = room.text_of(client.get(f"{PAGE}{made.pk}/"))
    assert ("365 दिन" in page, "180 दिन" in page, "0 days" in page or "5 days" in page) == (True, True, False)
    csv = client.get(f"{PAGE}{made.pk}/districts.csv").content.decode()
    assert "कानपुर नगर,1,1,1,0,0,," in csv


def test_the_files_keep_the_paise_of_a_cost() -> None:
    worker("रामदेव", date(2027, 12, 31))
    made = asked()
    made.districts = [{**made.districts[0], "after:once": 250_050}]
    line = whatif_shown.sheet(made).lines[0]
    assert line[-2:] == [Decimal("1000.00"), Decimal("2500.50")]


def test_an_extract_is_shared_by_the_drafts_of_a_day() -> None:
    worker("रामदेव", date(2027, 12, 31))
    first = asked()
    worker("बाद में आया", date(2027, 12, 31))
    assert asked().workers == first.workers == 1
    made = extracts.latest()
    assert made is not None
    assert made.on == cast.MONDAY.date() < ON
