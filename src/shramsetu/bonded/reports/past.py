"""Cases as they stood at an earlier instant: told by their journals, which nobody can change, never by today's rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import CharField, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat
from django.utils.dateparse import parse_datetime

from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry

SKIP = len("case:")


@dataclass(slots=True)
class History:
    """What had happened to a case: the state it was in, when each verb came first and last, what was found."""

    state: str = ""
    began_in: str = ""
    began_at: datetime | None = None
    first: dict[str, datetime] = field(default_factory=dict)
    last: dict[str, datetime] = field(default_factory=dict)
    entered: dict[str, datetime] = field(default_factory=dict)  # when each state was reached first
    verdict: str = ""
    outcome: str = ""


def histories(cases: QuerySet[Case], *, before: datetime) -> Mapping[str, History]:
    """Return by number what had happened to `cases` before an instant; a case that was not there yet is missing."""
    streams = cases.order_by().annotate(its=Concat(Value("case:"), "number", output_field=CharField())).values("its")
    rows = Entry.objects.filter(stream__in=streams, at__lt=before).order_by("stream", "seq")
    told: dict[str, History] = defaultdict(History)
    for stream, verb, at, to, verdict, outcome in rows.values_list(
        "stream", "verb", "at", KT("detail__to"), KT("detail__verdict"), KT("detail__outcome")
    ).iterator(chunk_size=5_000):
        one = told[stream[SKIP:]]
        if not one.began_in:
            one.began_in, one.began_at = to or "", at
        one.state = to or one.state
        one.verdict = verdict or one.verdict
        one.outcome = outcome or ""
        one.first.setdefault(verb, at)
        one.last[verb] = at
        one.entered.setdefault(one.state, at)
    return told


@dataclass(frozen=True, slots=True)
class Stood:
    """How an open case stood: its state and its due time."""

    state: str
    due_at: datetime | None


def stood(cases: QuerySet[Case], *, before: datetime) -> Mapping[str, Stood]:
    """Return by number how `cases` stood before an instant, by the last entry of each."""
    streams = cases.order_by().annotate(its=Concat(Value("case:"), "number", output_field=CharField())).values("its")
    rows = Entry.objects.filter(stream__in=streams, at__lt=before).order_by("stream", "-seq").distinct("stream")
    found = rows.values_list("stream", KT("detail__to"), KT("detail__due"))
    return {stream[SKIP:]: Stood(to or "", parse_datetime(due) if due else None) for stream, to, due in found}
