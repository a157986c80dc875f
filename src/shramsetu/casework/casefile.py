"""What the page of a case shows, gathered in a fixed number of reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from shramsetu import rulebook
from shramsetu.casework import flow, panels, queries, reading, sealing, timeline
from shramsetu.casework.models import Case, Party
from shramsetu.files import queries as files
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, phone
from shramsetu.messages import queries as messages

MESSAGES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Somebody:
    """A party as the page shows it: the phone masked, whatever is sealed opened for this reader."""

    party: Party
    name: str
    phone: str
    address: str
    language: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why the due time is this one: key of the rule, since when, its source, and how much time it gives."""

    key: str
    from_on: object
    source: str
    amount: int
    unit: str


def page(request: HttpRequest, case: Case, *, at: datetime, is_mine: bool) -> dict[str, object]:
    """Return the context of the case page."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    entries = timeline.entries(case)
    named = parties(case)
    found, tools = panels.panels_of(request, case), panels.tools_of(request, case)
    return {
        "case": case,
        "state": flow.flow_of(case.kind).by_name[case.state],
        "kind": flow.flow_of(case.kind),
        "category": rulebook.book().categories.get(case.category),
        "steps": queries.steps_for(case, by) if is_mine else [],
        "may_return": any(case.state in step.starts for step in flow.flow_of(case.kind).steps if not step.is_systems),
        "limit": panels.limit_of(case),
        "tools": tools,
        "next_is_a_page": any(tool.is_next for tool in tools),
        "is_mine": is_mine,
        "others": reading.others_at(case, by=by, at=at),
        "parties": named,
        "language": language(named),
        "why": why(case),
        "story": timeline.story(case, entries, by=by),
        "panels": {place: [one for one in found if one.at == place] for place in ("words", "reports", "side")},
        "files": [one for one in files.attached(case.stream) if panels.opens_paper(case, one, by=by)],
        "related": related(case, by),
        "messages_sent": list(messages.of_stream(case.stream)[:MESSAGES_SHOWN]),
    }


def parties(case: Case) -> list[Somebody]:
    """Return the parties in their order, complainants first."""
    rows = Party.objects.filter(case=case).select_related("person").order_by("part", "seat")
    identity = sealing.identity(case) if case.sealed else {}
    return [_somebody(party, reading.sealed_someone(identity, party)) for party in rows]


def language(named: Sequence[Somebody]) -> str:
    """Return in which language the complainant is answered, the first where there are several."""
    return next((one.language for one in named if one.party.part == Party.Part.COMPLAINANT and one.language), "hi")


def _somebody(party: Party, opened: Mapping[str, object]) -> Somebody:
    if party.person is not None:
        one = party.person
        name, number, address, language = one.name, one.phone, one.address, one.language
    else:
        name, number, address, language = (str(opened.get(key, "")) for key in ("name", "phone", "address", "language"))
    return Somebody(party, name, phone.masked(number) if number else "", address, language)


def why(case: Case) -> Why | None:
    """Return the rule behind the due time; None where no single rule stands behind it."""
    if not case.limit_key or case.due_at is None:
        return None
    book, on = rulebook.book(), clock.day(case.level_at)
    try:
        if case.limit_key in book.figures:
            rule = book.value(case.limit_key, on)
            amount = rule.value if isinstance(rule.value, int) else 0
            return Why(rule.key, rule.from_on, rule.source, amount, rule.unit)
        category, _dot, level = case.limit_key.rpartition(".L")
        limit = book.limit(category, int(level), on)
    except (rulebook.NoRule, ValueError):
        return None
    return Why(limit.key, limit.from_on, limit.source, limit.amount, limit.unit)


def related(case: Case, by: Actor) -> list[Case]:
    """Return the cases that hang on this one or on which it hangs, as far as the actor may see them."""
    visible = queries.cases_visible_to(by).filter(queries.hangs_on(case)).exclude(pk=case.pk)
    return list(visible.select_related("holder").order_by("opened_at", "id")[:20])


def is_leasable(case: Case, by: Actor) -> bool:
    """Return whether the case is an item of the actor's own desk, which one person takes for some minutes."""
    return bool(case.holder and case.holder.is_desk and case.holder_id == by.post_id)
