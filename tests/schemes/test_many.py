"""Many claims sanctioned at once are sanctioned as each would be by itself."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.schemes import room

from shramsetu.casework.models import Case
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry, Private
from shramsetu.messages.models import Message
from shramsetu.offices.rules import NoPost
from shramsetu.schemes import actions, gather, looking
from shramsetu.schemes.actions import awards
from shramsetu.schemes.models import Award, Claim, Due, Order, Payee
from shramsetu.schemes.words import SAY

pytestmark = pytest.mark.django_db
AT = room.AT
BORN = {"id", "pk", "case_id", "claim_id", "worker_id", "number", "head", "written_at", "stream", "key", "payee_id"}


def checked(count: int, *, first: int = 0) -> list[Case]:
    """Return claims of so many workers, all alike but for name and phone."""
    return [
        room.checked(room.claim(room.member(name=f"राम {n}", key=f"many:{n}", phone=f"+91987650{n:04d}")))
        for n in range(first, first + count)
    ]


def said(done: Iterable[actions.Done]) -> list[tuple[bool, str]]:
    return [(one.is_done, one.words) for one in done]


def told(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Return every row that a sanction writes, but for what is a row's own: ids, hashes, names."""
    streams = [case.stream, f"money:{case.number}"]
    last = Entry.objects.filter(stream__in=streams, verb__in=["sanction", "grant"])
    found: dict[str, Any] = {
        "case": Case.objects.filter(pk=case.pk),
        "claim": Claim.objects.filter(pk=case.pk),
        "entries": last.order_by("stream"),
        "private": Private.objects.filter(entry__in=last),
        "awards": Award.objects.filter(claim=case.pk),
        "payees": Payee.objects.filter(claim=case.pk),
        "dues": Due.objects.filter(award__claim=case.pk).order_by("seq"),
        "orders": Order.objects.filter(claim=case.pk),
        "messages": Message.objects.filter(stream=case.stream, template="claim-sanctioned"),
    }
    return {name: [_plain(row) for row in rows.values()] for name, rows in found.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    left = {name: value for name, value in row.items() if name not in BORN}
    for name in ("salt", "private_digest", "to_phone", "text", "values", "xid", "award_id", "entry_id"):
        left.pop(name, None)
    if isinstance(left.get("frozen"), dict):
        left["frozen"] = {name: value for name, value in left["frozen"].items() if name != "worker"}
    return left


def test_many_leave_the_rows_and_entries_that_one_leaves() -> None:
    one, other = checked(2)
    by = cast.holder_of(one)
    room.take(one, "sanction", by=by, text="स्वीकृत")
    assert said(actions.sanction_many([other.number], by=by, at=AT, text="स्वीकृत")) == [(True, "")]
    single, many = told(one), told(other)
    assert [name for name, rows in single.items() if not rows] == []
    assert many == single
    assert list(journal.faults()) == []


def test_many_cost_few_statements_more_than_one() -> None:
    cases = checked(5)
    by = cast.holder_of(cases[0])
    actions.sanction_many([cases[0].number], by=by, at=AT)
    with CaptureQueriesContext(connection) as one:
        actions.sanction_many([cases[1].number], by=by, at=AT)
    with CaptureQueriesContext(connection) as three:
        actions.sanction_many([case.number for case in cases[2:]], by=by, at=AT)
    assert len(three) == len(one)


def test_each_that_cannot_be_sanctioned_says_why_and_the_others_are() -> None:
    good, young, unseen = checked(3)
    by = cast.holder_of(good)
    Claim.objects.filter(pk=young.pk).update(facts={**room.row(young).facts, "bride_born_on": _fact("2012-01-01")})
    room.row(unseen).papers.all().delete()
    done = said(actions.sanction_many(["100000000000", young.number, unseen.number, good.number], by=by, at=AT))
    assert [is_done for is_done, _ in done] == [False, False, False, True]
    assert [words for _, words in done[:2]] == [str(SAY["not_now"]), str(SAY["fails"])]
    assert "विवाह कार्ड" in done[2][1]
    assert set(Award.objects.values_list("claim", flat=True)) == {good.pk}
    assert list(journal.faults()) == []


def test_one_that_breaks_loses_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = checked(3)
    by = cast.holder_of(cases[0])
    plan = awards.plan

    def breaking(seats: Any, *given: Any, **named: Any) -> awards.Plan:
        if seats.claim.pk == cases[1].pk:
            raise NoPost("accounts")
        return plan(seats, *given, **named)

    monkeypatch.setattr(awards, "plan", breaking)
    done = said(actions.sanction_many([one.number for one in cases], by=by, at=AT))
    assert done == [(True, ""), (False, str(SAY["broken"])), (True, "")]
    states = dict(Case.objects.filter(kind="claim").values_list("pk", "state"))
    assert [states[one.pk] for one in cases] == ["sanctioned", "sanction", "sanctioned"]
    assert list(journal.faults()) == []


def test_of_one_worker_the_second_is_weighed_after_the_first() -> None:
    worker = room.member()
    brides = [date(2001 + 2 * n, 1, 10) for n in range(3)]
    cases = [
        room.checked(room.claim(worker, bride_born_on=born, wedding_on=date(2026, 10, 12 + n)))
        for n, born in enumerate(brides)
    ]
    done = said(actions.sanction_many([one.number for one in cases], by=cast.holder_of(cases[0]), at=AT))
    assert done == [(True, ""), (True, ""), (False, str(SAY["fails"]))]


def test_what_the_registry_knows_is_the_same_asked_for_one_or_for_many() -> None:
    cases = checked(2)
    claims = [room.row(one) for one in cases]
    asked = [(one.worker, on, one.pk) for one, on in zip(claims, (date(2026, 10, 12), date(2025, 3, 1)), strict=True)]
    assert gather.facts_of_many(asked) == [gather.worker_facts(w, on=on, besides=pk) for w, on, pk in asked]
    assert looking.of_claims(claims) == [looking.of_claim(one) for one in claims]


def _fact(value: str) -> dict[str, object]:
    return {"value": value, "source": None, "proved": True, "by": "test", "at": AT.isoformat()}
