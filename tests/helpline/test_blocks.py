"""Numbers that are not put through."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests import cast
from tests.helpline import room

from shramsetu.helpline.actions import blocks, desk
from shramsetu.helpline.errors import BadSpan, NotPossible, Outdated, OwnProposal
from shramsetu.helpline.models import Block, Call, CallEvent
from shramsetu.helpline.queries import blocks as asked
from shramsetu.helpline.queries import open as open_calls
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
PHONE = "+919999900001"


def propose(**more: object) -> Block:
    by = cast.desk(Role.OPERATOR)
    return blocks.propose(PHONE, **{"reason": "obscene", "by": by, "at": cast.MONDAY, **more})  # type: ignore[arg-type]


def test_a_number_is_blocked_by_two_persons_until_a_day() -> None:
    block = propose()
    with pytest.raises(OwnProposal):
        blocks.agree(block, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    assert open_calls.blocked(cast.MONDAY) == frozenset()
    blocks.agree(block, by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    assert open_calls.blocked(cast.MONDAY) == {PHONE}
    assert open_calls.blocked(cast.MONDAY + timedelta(days=30)) == frozenset()
    with pytest.raises(Outdated):
        blocks.agree(block, by=cast.desk(Role.STATE_DESK), at=cast.MONDAY)


def test_the_database_wants_two_keys() -> None:
    with pytest.raises(IntegrityError, match="block_has_two_keys"), transaction.atomic():
        Block.objects.filter(pk=propose().pk).update(state="blocked", decided_by=cast.desk(Role.OPERATOR).key)


def test_a_proposal_is_refused_a_block_ended() -> None:
    first = propose()
    blocks.refuse(first, by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    second = propose()
    assert second.pk != first.pk
    blocks.agree(second, by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    blocks.end(second, by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    assert [block.state for block in asked.past()] == ["ended", "refused"]
    with pytest.raises(Outdated):
        blocks.end(second, by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)


def test_there_is_one_open_block_of_a_number() -> None:
    assert propose().pk == propose(reason="threat").pk


def test_a_block_is_never_for_ever_and_never_of_a_withheld_number() -> None:
    with pytest.raises(BadSpan):
        propose(days=400)
    with pytest.raises(NotPossible):
        blocks.propose("", reason="obscene", by=cast.desk(Role.OPERATOR), at=cast.MONDAY)


def test_repeated_abuse_proposes_a_block_by_itself() -> None:
    by = cast.desk(Role.OPERATOR)
    made = [
        blocks.mark(room.caller(number, at=cast.MONDAY), "obscene", by=by, at=cast.MONDAY + timedelta(hours=number))
        for number in range(3)
    ]
    assert made[:2] == [None, None]
    assert made[2] is not None
    assert (made[2].phone, made[2].state, made[2].proposed_by) == (PHONE, "proposed", "system")
    with pytest.raises(OwnProposal):
        blocks.agree(made[2], by=by, at=cast.MONDAY)
    blocks.agree(made[2], by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)


def test_a_call_is_marked_once_and_a_withheld_number_is_only_marked() -> None:
    by = cast.desk(Role.OPERATOR)
    call = room.caller(at=cast.MONDAY)
    for _ in range(4):
        assert blocks.mark(call, "threat", by=by, at=cast.MONDAY) is None
    assert CallEvent.objects.filter(verb="abuse").count() == 1
    nameless = [room.caller(number, at=cast.MONDAY, phone="") for number in range(10, 14)]
    assert [blocks.mark(one, "threat", by=by, at=cast.MONDAY) for one in nameless] == [None] * 4


def test_what_is_over_is_ended_with_an_entry() -> None:
    block = propose()
    blocks.agree(block, by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    assert blocks.expire(at=cast.MONDAY + timedelta(days=29)) == 0
    assert blocks.expire(at=cast.MONDAY + timedelta(days=31)) == 1
    entries = Entry.objects.filter(stream=f"block:{block.pk}").order_by("seq")
    assert [entry.verb for entry in entries] == ["propose", "agree", "expire"]
    assert not any(PHONE in str(entry.detail) for entry in entries)


def test_a_result_of_abuse_is_a_mark() -> None:
    agent = room.ready(room.agent(at=cast.MONDAY), at=cast.MONDAY)
    for number in range(3):
        call = room.caller(number, at=cast.MONDAY)
        Call.objects.filter(pk=call.pk).update(agent=agent)
        call.refresh_from_db()
        desk.dispose(call, desk.Result("abuse"), agent=agent, by=cast.desk(Role.OPERATOR), at=cast.MONDAY)
    assert [(block.phone, block.state, block.reason) for block in Block.objects.all()] == [
        (PHONE, "proposed", "unnamed")
    ]
