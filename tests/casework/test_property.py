"""Any sequence of steps, allowed and forbidden, early and late, keeps what must always hold."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests import cast
from tests.casework import deeds

from shramsetu.casework import actions, flow, reconcile
from shramsetu.casework.models import CLOSED, FINAL, OPEN, PAUSED, Case
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
EXPECTED = (actions.NotAllowed, actions.Refused, actions.Missing, actions.Stale)
DESKS = [Role.OPERATOR, Role.SUPERVISOR, Role.QUALITY, Role.FEEDBACK]
KINDS = ["grievance"] * 6 + ["information", "demand", "suggestion"]


# No shrinking: a failing seed is told, and played again by itself.
WAYS = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck), "phases": [Phase.generate]}


@settings(max_examples=15, **WAYS)
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(KINDS), sealed=st.sampled_from([False, False, True]))
def test_any_sequence_of_steps_keeps_the_invariants(seed: int, kind: str, sealed: bool) -> None:
    with transaction.atomic():
        _play(random.Random(seed), kind, sealed)
        transaction.set_rollback(True)


def _play(chance: random.Random, kind: str, sealed: bool) -> None:
    at = cast.MONDAY
    district = {} if chance.random() < 0.8 else {"district": None}
    case = cast.complaint(kind=kind, sealed=sealed, at=at, **district)
    if kind == "grievance":
        cast.complaint(at=at)
    for _ in range(25):
        at += timedelta(hours=chance.choice([0, 1, 4, 26, 80, 200]))
        actions.escalate_overdue(at=at)
        actions.finalise_rested(at=at)
        case.refresh_from_db()
        before = (case.revision, case.state, bytes(case.head), case.due_at)
        verb, by = _choice(case, chance)
        _try(case, verb, by, at, chance)
        case.refresh_from_db()
        _check(case, before[0])
    assert list(journal.faults()) == []
    assert {one.name: one.numbers for one in reconcile.findings(at) if one.count} == {}
    assert not Entry.objects.filter(stream="alarm:casework").exists()


def _choice(case: Case, chance: random.Random) -> tuple[str, Actor]:
    actors = [cast.citizen(), *(cast.desk(role) for role in DESKS)]
    if case.holder:
        actors += [cast.holder_of(case)] * 8
    duty = Case.objects.filter(parent=case, kind="duty", phase=OPEN).first()
    if duty and duty.holder:
        actors += [cast.holder_of(duty)] * 3
    table = flow.flow_of(case.kind)
    here = [step.verb for step in table.steps if case.state in step.starts and not step.is_systems]
    return chance.choice([*table.verbs, *here * 6]), chance.choice(actors)


def _try(case: Case, verb: str, by: Actor, at: datetime, chance: random.Random) -> None:
    before = (case.revision, case.state, bytes(case.head))
    try:
        with transaction.atomic():
            step = flow.flow_of(case.kind).step(verb, case.state)
            detail = deeds.detail_for(step, case, at, chance)
            if verb == "report" and case.holder:
                cast.attach(case, "site_photo", at=at)
                detail = {**detail, **cast.EVIDENCE, "contacted_at": at, "visited_at": at}
            actions.take(case, verb, seen=case.revision, by=by, at=at, detail=detail)
    except (*EXPECTED, flow.NoSuchStep):
        case.refresh_from_db()
        assert (case.revision, case.state, bytes(case.head)) == before


def _check(case: Case, was: int) -> None:
    assert case.revision >= was
    last = Entry.objects.filter(stream=case.stream).order_by("-seq")[0]
    assert (last.seq, bytes(last.head)) == (case.revision, bytes(case.head))
    if case.phase in (OPEN, PAUSED):
        assert case.holder_id
        assert case.due_at
        assert 1 <= case.level <= 4
    else:
        assert case.closed_at
        assert not Case.objects.filter(parent=case, kind="duty", phase=OPEN).exists()
    assert (case.rests_until is not None) == (case.phase == CLOSED)
    assert case.phase != FINAL or case.rests_until is None
    if case.sealed:
        assert not case.bars.filter(post=case.holder).exists()
