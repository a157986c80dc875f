"""The writes of every call as plain statements: making them anew by the ORM each time costs more than doing them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from shramsetu.helpline import bells
from shramsetu.helpline.models import Agent, Call

OPEN = "id = %s AND step <> 'ended'"

_MOVED = """
WITH moved AS ({change} RETURNING id)
INSERT INTO helpline_callevent (call_id, at, verb, detail)
SELECT moved.id, said.at, said.verb, said.detail FROM moved, (VALUES {rows}) AS said (at, verb, detail)"""
_CLOSE_SPELL = "UPDATE helpline_spell SET to_at = %s WHERE agent_id = %s AND to_at IS NULL"
_TURN = """
WITH begun AS (INSERT INTO helpline_spell (agent_id, state, reason, from_at) VALUES (%s, %s, %s, %s)),
done AS (UPDATE helpline_agent
  SET state = %s, reason = %s, state_at = %s, call_id = %s, idle_since = %s, wrap_until = %s WHERE id = %s RETURNING id)
SELECT pg_notify(%s, %s), pg_notify(%s, %s) FROM done"""


Event = tuple[datetime, str, Mapping[str, object]]


def note(call_id: int, *events: Event) -> None:
    """Append to a call's log."""
    rows, given = [], []
    for at, verb, detail in events:
        rows.append("(%s, %s, %s, %s)")
        given += [call_id, at, verb, json.dumps(detail)]
    _run(f"INSERT INTO helpline_callevent (call_id, at, verb, detail) VALUES {', '.join(rows)}", given)  # noqa: S608 - ours


def move(call: Call, fields: Mapping[str, object], *, events: Sequence[Event]) -> bool:
    """Change an open call that has not moved since it was read, and append to its log, at once; tell if so."""
    names, given = _set(Call, fields)
    change = f"UPDATE helpline_call SET {names} WHERE id = %s AND revision = %s AND step <> 'ended'"  # noqa: S608 - ours
    given += [call.pk, call.revision]
    if not events:
        return bool(_run(change, given))
    for at, verb, detail in events:
        given += [at, verb, json.dumps(detail)]
    rows = ", ".join(["(%s::timestamptz, %s, %s::jsonb)"] * len(events))
    return bool(_run(_MOVED.format(change=change, rows=rows), given))


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
def _columns(model: type[Model]) -> dict[str, "Field[object, object]"]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - the ORM's own description
    return {name: field for field in fields for name in (field.name, field.attname)}
