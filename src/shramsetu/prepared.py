"""Query sets that are compiled once: the ORM's words, without the ORM's work at every call.

Turning a query set into SQL costs a step of a case more than PostgreSQL takes to answer. Where the same question is
asked with other values each time, `Rows` compiles it at the first call and afterwards only fills in the values.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, get_related_populators  # type: ignore[attr-defined]
from psycopg import sql
from psycopg.types.numeric import Int2, Int4, Int8

T = TypeVar("T")
# Stand-ins for the values of a call; nothing else in a query looks like them.
_STAND_INS: dict[type, Callable[[int], object]] = {
    int: lambda index: 2_147_400_011 + index,
    str: lambda index: f"\ue000{index}\ue001",
    datetime: lambda index: datetime(8888, 8, 8, 8, 8, 8, index + 1, tzinfo=UTC),
}
_MARK = re.compile("%.")
_BITS: dict[type, int] = {Int2: 15, Int4: 31, Int8: 63}


class Rows(Generic[T]):
    """The rows of a query set whose values change from call to call.

    `build` makes the query set from the named `slots`, each of a type of `_STAND_INS`. It may not look at the values
    (no branches, no slices by them): it is called once. The answers are those of the query set: instances, with
    what `select_related` names, or tuples (flat values) after `values_list`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], **slots: type) -> None:
        self._build, self._slots = build, slots
        self._plan: _Plan | None = None

    def all(self, **values: object) -> list[T]:
        """Return all rows for these values of the slots; raises TypeError for a slot that is missing or unknown."""
        if values.keys() != self._slots.keys():
            raise TypeError(f"slots are {', '.join(self._slots)}, not {', '.join(values)}")
        if self._plan is None:
            self._plan = _Plan(self._build, self._slots)
        return cast("list[T]", list(self._plan.rows(values)))

    def first(self, **values: object) -> T | None:
        """Return the first row for these values, None where there is none."""
        return next(iter(self.all(**values)), None)


class _Plan:
    """A compiled query set: its SQL, where the values go, and how a row becomes an answer."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], slots: dict[str, type]) -> None:
        given = {name: _STAND_INS[kind](index) for index, (name, kind) in enumerate(slots.items())}
        queryset = build(**given)
        compiler = queryset.query.get_compiler(connection=connection)
        text, found = compiler.as_sql()
        names = {value: name for name, value in given.items()}
        self.sql, self.parameters = _with_constants(text, [_parameter(value, names) for value in found])
        self.limits = [(name, 2 ** _BITS[made]) for name, made in self.parameters if name and made in _BITS]
        if lost := set(slots) - {name for name, _ in self.parameters if name}:
            raise ValueError(f"the query set does not use {', '.join(lost)}")
        self.compiler = compiler
        self.converters = compiler.get_converters([expression for expression, _, _ in compiler.select])
        self.model: type[Model] | None = None
        if issubclass(queryset._iterable_class, ModelIterable):  # noqa: SLF001 - what the query set would make of a row
            self.model = compiler.klass_info["model"]
            fields = compiler.klass_info["select_fields"]
            self.start, self.end = fields[0], fields[-1] + 1
            self.names = [compiler.select[index][0].target.attname for index in fields]
        self.is_flat = issubclass(queryset._iterable_class, FlatValuesListIterable)  # noqa: SLF001

    def rows(self, values: dict[str, Any]) -> Iterator[object]:
        """Yield the answers for these values; none, as a query set, where a number is larger than its column holds."""
        if any(abs(values[name]) >= limit for name, limit in self.limits):
            return
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_filled(one, values) for one in self.parameters])
            found: Sequence[Sequence[Any]] = cursor.fetchall()
        if self.converters:
            found = [tuple(row) for row in self.compiler.apply_converters(found, self.converters)]
        if self.model is None:
            yield from (row[0] for row in found) if self.is_flat else found
            return
        related = get_related_populators(self.compiler.klass_info, self.compiler.select, connection.alias)
        for row in found:
            instance = self.model.from_db(connection.alias, self.names, row[self.start : self.end])
            for populator in related:
                populator.populate(row, instance)
            for name, index in self.compiler.annotation_col_map.items():
                setattr(instance, name, row[index])
            yield instance


def _with_constants(text: str, parameters: Sequence[tuple[str, Any]]) -> tuple[str, list[tuple[str, Any]]]:
    """Write words, numbers and flags that never change into the SQL itself; return what is left to be filled in.

    A plan that PostgreSQL keeps can use a partial index (`state = 'waiting'`) only where it sees the constant.
    """
    left, given = [], iter(parameters)

    def put(mark: "re.Match[str]") -> str:
        if mark[0] != "%s":
            return mark[0]
        name, value = next(given)
        if name or not isinstance(value, (str, int)):
            left.append((name, value))
            return mark[0]
        plain = getattr(value, "value", value)  # of a choice
        return sql.Literal(plain).as_string(connection.connection).replace("%", "%%")

    return _MARK.sub(put, text), left


def _parameter(value: object, names: dict[object, str]) -> tuple[str, Any]:
    """Return the slot that `value` stands for and the type that the field wrapped it in, or "" and the value."""
    if isinstance(value, (int, str, datetime)) and not isinstance(value, bool) and value in names:
        return names[value], type(value) if isinstance(value, int) else _as_is
    return "", value


def _as_is(value: object) -> object:
    return value


def _filled(parameter: tuple[str, Any], values: dict[str, object]) -> Any:  # noqa: ANN401 - whatever a column holds
    name, rest = parameter
    return rest(values[name]) if name else rest
