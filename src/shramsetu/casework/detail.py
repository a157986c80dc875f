"""Carries a step's values through JSON and back, for drafts that wait in a tray and for the journal."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime

from shramsetu.casework import flow
from shramsetu.casework.models import Case
from shramsetu.offices.models import Department, Post
from shramsetu.places.models import Place


def writable(detail: Mapping[str, object]) -> dict[str, object]:
    """Return a step's values as JSON can hold them: rows by id, instants as ISO text."""
    return {name: json.loads(json.dumps(_plain(value), default=str)) for name, value in detail.items()}


def readable(kind: str, verb: str, detail: Mapping[str, object]) -> dict[str, object]:
    """Return stored values as the effects expect them. Raises DoesNotExist when a row has gone."""
    needs = {need.name: need.kind for step in flow.flow_of(kind).steps if step.verb == verb for need in step.needs}
    return {name: _REVIVE.get(needs.get(name, ""), _same)(value) for name, value in detail.items()}


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return getattr(value, "pk", value)


def _same(value: object) -> object:
    return value


_REVIVE: dict[str, Callable[[object], object]] = {
    "post": lambda value: Post.objects.get(pk=str(value)),
    "department": lambda value: Department.objects.get(pk=str(value)),
    "district": lambda value: Place.objects.get(pk=str(value)),
    "place": lambda value: Place.objects.get(pk=str(value)),
    "case": lambda value: Case.objects.get(pk=str(value)),
    "date": lambda value: date.fromisoformat(str(value)),
    "datetime": lambda value: datetime.fromisoformat(str(value)),
}
