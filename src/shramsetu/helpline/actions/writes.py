"""The writes of every call as plain statements: making them anew by the ORM each time costs more than doing them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from shramsetu.helpline import bells
from shramsetu.helpline.models import Agent, Call

OPEN = "id = %s AND step <> 'ended'"

_MOVED = """
WITH moved AS ({change} RETURNING helpline_call.*){owed}
INSERT INTO helpline_callevent (call_id, at, verb, detail)
SELECT moved.id, said.at, said.verb, said.detail FROM moved, (VALUES {rows}) AS said (at, verb, detail)
RETURNING {bell}"""
_OWED = """, owed AS (
INSERT INTO helpline_target (campaign_id, phone, person_id, source, language, board, wants_woman, note, urgent, state,
  attempts, result, due_at, made_at)
SELECT campaign.id, moved.phone, moved.person_id, %s, coalesce(nullif(moved.dialect, ''), moved.language), moved.board,
  moved.wants_woman, '', false, 'waiting', 0, '', %s::timestamptz, %s::timestamptz
FROM moved, helpline_campaign campaign
WHERE campaign.slug = %s AND moved.phone <> '' AND moved.target_id IS NULL
ON CONFLICT DO NOTHING)"""
_ALONE = " AND agent_id IS NULL AND target_id IS NULL AND answered_at IS NULL"
_BELL = "pg_notify(%s, %s)"
_STANDS = " AND EXISTS (SELECT FROM helpline_campaign WHERE slug = %s)"
_BEGUN = """
WITH moved AS (INSERT INTO helpline_call ({names}) VALUES ({values}) ON CONFLICT DO NOTHING RETURNING id),
noted AS (
  INSERT INTO helpline_callevent (call_id, at, verb, detail)
  SELECT moved.id, %s::timestamptz, %s, %s::jsonb FROM moved)
SELECT id FROM moved"""
_CLOSE_SPELL = "UPDATE helpline_spell SET to_at = %s WHERE agent_id = %s AND to_at IS NULL"
_TURN = """
WITH begun AS (INSERT INTO helpline_spell (agent_id, state, reason, from_at) VALUES (%s, %s, %s, %s)),
done AS (UPDATE helpline_agent
  SET state = %s, reason = %s, state_at = %s, call_id = %s, idle_since = %s, wrap_until = %s WHERE id = %s RETURNING id)
SELECT pg_notify(%s, %s), pg_notify(%s, %s) FROM done"""


Event = tuple[datetime, str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise to call back that goes with a step: of which campaign, why, and until when."""

    campaign: str
    source: str
    due_at: datetime
    at: datetime


def begin(call: Call, event: Event) -> bool:
    """Write a new call and the first line of its log, at once; False if its key, or a call to its phone, is there."""
    at, verb, detail = event
    fields = [field for field in Call._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - the ORM's own
    given = [getattr(call, field.attname) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_begun(), [*given, at, verb, json.dumps(detail)])
        row = cursor.fetchone()
    if row is None:
        return False
    call.pk, call._state.adding, call._state.db = row[0], False, connection.alias  # noqa: SLF001 - as save does
    return True


def note(call_id: int, *events: Event) -> None:
    """Append to a call's log."""
    rows, given = [], []
    for at, verb, detail in events:
        rows.append("(%s, %s, %s, %s)")
        given += [call_id, at, verb, json.dumps(detail)]
    _run(f"INSERT INTO helpline_callevent (call_id, at, verb, detail) VALUES {', '.join(rows)}", given)  # noqa: S608 - ours


def move(
    call: Call, fields: Mapping[str, object], *, events: Sequence[Event], owed: Owed | None = None, alone: bool = False
) -> bool:
    """Change an open call that has not moved since it was read, and append to its log, at once; tell if so.

    With `owed` the caller is promised a call-back in the same moment; nothing is done where its campaign is missing.
    With `alone` nothing is done where an agent had the call or a list has it, and the wallboards hear of it.
    """
    names, given = _set(Call, fields)
    change = f"UPDATE helpline_call SET {names} WHERE id = %s AND revision = %s AND step <> 'ended'"  # noqa: S608 - ours
    given += [call.pk, call.revision]
    if alone:
        change += _ALONE
    if not events:
        return bool(_run(change, given))
    if owed is not None:
        change += _STANDS
        given += [owed.campaign, owed.source, owed.due_at, owed.at, owed.campaign]
    for at, verb, detail in events:
        given += [at, verb, json.dumps(detail)]
    if alone:
        given += bells.floor()
    rows = ", ".join(["(%s::timestamptz, %s, %s::jsonb)"] * len(events))
    parts = {"owed": _OWED if owed else "", "rows": rows, "bell": _BELL if alone else "1"}
    return bool(_run(_MOVED.format(change=change, **parts), given))


def change(model: type[Model], fields: Mapping[str, object], *, where: str, keys: list[object]) -> int:
    """Set columns of the rows of `model` that `where` names; return how many there were."""
    names, given = _set(model, fields)
    table = model._meta.db_table  # noqa: SLF001 - the ORM's own description
    return _run(f'UPDATE "{table}" SET {names} WHERE {where}', [*given, *keys])  # noqa: S608 - our names


def _set(model: type[Model], fields: Mapping[str, object]) -> tuple[str, list[object]]:
    columns = _columns(model)
    names, given = [], []
    for name, value in fields.items():
        field = columns[name]
        names.append(f'"{field.column}" = %s')
        plain = value.pk if isinstance(value, Model) else value
        given.append(field.get_db_prep_save(plain, connection))
    return ", ".join(names), given


def turn(agent: Agent) -> None:
    """Close the spell of an agent, begin the next one, write down what the agent does now, and let pages see it."""
    state, reason, at = agent.state, agent.reason, agent.state_at
    _run(_CLOSE_SPELL, [at, agent.pk])
    row = [state, reason, at, agent.call_id, agent.idle_since, agent.wrap_until, agent.pk]
    _run(_TURN, [agent.pk, state, reason, at, *row, *bells.of_agent(agent.user_id)])


def _run(statement: str, given: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


@cache
def _begun() -> str:
    fields = [field for field in Call._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - the ORM's own
    names = ", ".join(f'"{field.column}"' for field in fields)
    return _BEGUN.format(names=names, values=", ".join(["%s"] * len(fields)))


@cache
def _columns(model: type[Model]) -> dict[str, "Field[object, object]"]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - the ORM's own description
    return {name: field for field in fields for name in (field.name, field.attname)}
