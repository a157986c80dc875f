"""Many at once mean what one after the other means: rows, journal, messages, who is refused and why."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import cast
from tests.workers import room

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case, Party
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.lib import identity
from shramsetu.lib.identity import Kind
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role
from shramsetu.people.models import Person
from shramsetu.workers.actions import applying, entering
from shramsetu.workers.entry import NewMember, NewNominee, Registration
from shramsetu.workers.models import (
    Account,
    Application,
    Family,
    Fee,
    Member,
    Membership,
    Nominee,
    Pair,
    Saying,
    Spell,
    Worker,
)
from shramsetu.workers.models import Identity as Held
from shramsetu.workers.rules import turns

pytestmark = pytest.mark.django_db
EPIC = identity.parse(Kind.EPIC, "ABC1234566")
CHILD = NewMember("पूजा", Member.Kin.DAUGHTER, "woman")
TABLES = (
    Worker, Family, Member, Saying, Held, Spell, Nominee, Account, Membership, Application, Fee, Party, Person, Pair,
)  # fmt: skip
# What differs between two sendings of the same: numbers, keys of rows, salts and what hangs on them.
OWN = re.compile(r"^(id|number|key|digest|closed|head|.*_id|case|worker|first|second|agreed)$")
NUMBERS = re.compile(r"\d{4} \d{4} \d{4}|\b\d{6}\b")
HELD = ("department_id", "holder_id", "district_id")


def asked(n: int, *, board: str = "bocw", years: int = 1, reference: str = "", **told: object) -> Registration:
    worker = room.told(**{"key": f"api:{n}", "name": f"रामदेव निषाद {'अआइईउऊएऐओऔ'[n % 10]}", **told})
    return Registration(worker=worker, board=board, years=years, channel="api", trade="masonry", reference=reference)


def mixture() -> list[Registration]:
    """Return every sort of line: faulty ones, repeats, one family, one phone, one payment, one Aadhaar number."""
    return [
        asked(0, reference="RAJ-1", ration_card=room.RATION, members=(CHILD,)),
        asked(1, years=99),
        asked(2, aadhaar=room.AADHAAR, reference="raj-2", nominees=(NewNominee("सीता देवी", "पत्नी"),)),
        asked(0, reference="RAJ-1"),
        asked(3, aadhaar=room.AADHAAR),
        asked(4, reference="RAJ-1"),
        asked(5, name="सीता देवी", sex="woman", family_id=identity.parse(Kind.FAMILY_ID, room.RATION.number)),
        asked(6, name="Ramdev Nishad", parent="Shivcharan Nishad", phone="+919999900999", address="बिठूर"),
        asked(7, board="uow", phone="", account=None, spells=(room.WORK, room.WORK), identities=(EPIC,)),
        asked(8, name="Ramdev Nishad", parent="Shivcharan Nishad", phone="+919999900999", address="कल्यानपुर"),
        asked(9, members=(CHILD,), born_on=date(1990, 1, 1)),
    ]


def came_of(found: Case | Refused) -> str:
    return f"{found.field}: {found.message}" if isinstance(found, Refused) else found.kind


def one_by_one(told: list[Registration]) -> list[Case | Refused]:
    found: list[Case | Refused] = []
    for one in told:
        try:
            found.append(applying.submit(one, by=cast.desk(Role.OPERATOR), at=room.AT))
        except Refused as refused:
            found.append(refused)
    return found


def at_once(told: list[Registration]) -> list[Case | Refused]:
    return applying.submit_many(told, by=cast.desk(Role.OPERATOR), at=room.AT)


def written(found: list[Case | Refused]) -> dict[str, object]:
    """Return what stands in the tables, without what is another one each time."""
    cases = [one for one in found if isinstance(one, Case)]
    numbers = {worker.number: f"W{place}" for place, worker in enumerate(Worker.objects.order_by("pk"))}
    streams = [*{one.stream: 0 for one in cases}, *(f"worker:{number}" for number in numbers)]
    rows: dict[str, object] = {
        table.__name__: sorted(str(_plain(row)) for row in table.objects.values()) for table in TABLES
    }
    rows["Case"] = [str(_plain(Case.objects.filter(pk=one.pk).values().get(), *HELD)) for one in cases]
    rows["Entry"] = [
        [(entry.seq, entry.verb, entry.by, entry.role, _facts(entry, numbers)) for entry in journal.history(stream)]
        for stream in streams
    ]
    rows["Message"] = sorted(
        (row.template, row.to_phone, NUMBERS.sub("N", row.text), row.audience, row.state)
        for row in Message.objects.all()
    )
    pairs = Pair.objects.order_by("first", "second").values_list("first__number", "second__number")
    rows["Pairs"] = [(numbers[first], numbers[second]) for first, second in pairs]
    families = Worker.objects.order_by("pk").values_list("family__number", flat=True)
    rows["Families"] = [numbers.get(str(one)[1:], one) for one in families]
    seats = Member.objects.order_by("pk").values_list("family__number", "seat", "name", "worker__number")
    rows["Seats"] = [(numbers.get(one[0][1:], one[0]), *one[1:3], numbers.get(one[3])) for one in seats]
    return rows


def _plain(row: dict[str, Any], *kept: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in kept or not OWN.match(name)}


def _facts(entry: Entry, numbers: dict[str, str]) -> dict[str, object]:
    return {name: numbers.get(str(value), value) for name, value in entry.detail.items()}


def undone(work: Callable[[], object]) -> Any:
    """Return what `work` gives, and undo all that it wrote."""
    point = transaction.savepoint()
    try:
        return work()
    finally:
        transaction.savepoint_rollback(point)


def test_at_once_is_what_one_after_the_other_is() -> None:
    def sent(way: Callable[[list[Registration]], list[Case | Refused]]) -> object:
        found = way(mixture())
        return [came_of(one) for one in found], written(found), list(journal.faults())

    one, many = undone(lambda: sent(one_by_one)), undone(lambda: sent(at_once))
    assert many == one
    said, rows, faults = many
    assert [one.split(":")[0] for one in said if one != "wk_registration"] == ["years", "aadhaar", "reference"]
    assert (faults, len(rows["Application"]), len(rows["Pairs"]) > 1) == ([], 7, True)


def test_one_key_is_one_worker_among_many() -> None:
    told = [room.told(key="a"), room.told(key="b", name="सीता देवी"), room.told(key="a", name="कोई और"), room.told()]
    found = entering.enter_many(told, by=room.clerk(), at=room.AT)
    assert [one.name for one in found] == ["रामदेव निषाद", "सीता देवी", "रामदेव निषाद", "रामदेव निषाद"]
    assert (found[0].pk, Worker.objects.count()) == (found[2].pk, 3)


def test_many_cost_hardly_more_statements_than_one(django_assert_max_num_queries: Callable[..., Any]) -> None:
    told = [asked(n, name=f"{name} {n}", reference=f"RAJ-{n}") for n, name in enumerate(["रामदेव", "सीता"] * 15)]
    at_once(told[:1])
    with django_assert_max_num_queries(45 + len(told)):  # who may be there already is asked for each
        assert len(at_once(told)) == len(told)


def test_where_another_sending_was_quicker_the_rest_goes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    tried, real = list[int](), applying._in_turns  # noqa: SLF001 - a race cannot be had otherwise

    def raced(told: list[Registration], **more: Any) -> list[Case | Refused]:
        tried.append(len(told))
        if len(tried) == 1:
            raise IntegrityError
        return real(told, **more)

    monkeypatch.setattr(applying, "_in_turns", raced)
    found = at_once([asked(1), asked(2, years=99), asked(3)])
    assert ([came_of(one).split(":")[0] for one in found], tried) == (
        ["wk_registration", "years", "wk_registration"],
        [3, 1, 1, 1],
    )


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], []),
        (["a", "b", "c"], [[0, 1, 2]]),
        (["a", "ab", "b", "c"], [[0, 3], [1], [2]]),
        (["a", "a", "a"], [[0], [1], [2]]),
    ],
)
def test_what_has_something_in_common_takes_turns(marks: list[str], expected: list[list[int]]) -> None:
    assert turns.of(marks) == expected
