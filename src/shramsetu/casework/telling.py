"""Turns a move's tells into messages: who is told, on which phone, in which words. Writes through messages alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from shramsetu import rulebook
from shramsetu.casework import queries, sealing
from shramsetu.casework.models import Case, Party
from shramsetu.casework.moves import Tell
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers
from shramsetu.messages import actions as messages
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, User


def tell_all(case: Case, tells: Iterable[Tell], *, by: Actor, at: datetime) -> None:
    """Queue the messages of one move. A sealed case tells only what names nobody, through its parties' own channel."""
    tell_many([(case, list(tells))], by=by, at=at)


def tell_many(told: Sequence[tuple[Case, Sequence[Tell]]], *, by: Actor, at: datetime) -> None:
    """Queue the messages of the moves of many cases, as `tell_all` those of one."""
    spoken_to = [case for case, tells in told if any(tell.audience == "complainant" for tell in tells)]
    parties = queries.parties_of(spoken_to) if spoken_to else {}
    incumbents = cache(offices.incumbent)
    drafts: list[messages.Draft] = []
    for case, tells in told:
        for tell in tells:
            if tell.audience == "complainant":
                drafts += _to_complainants(case, tell, parties[case.pk], at)
            else:
                post = tell.post if tell.audience == "post" else case.holder
                drafts += _to_post(case, tell, post, incumbents, at)
    messages.send_many(drafts, by=by, at=at)


def _to_complainants(case: Case, tell: Tell, parties: Iterable[Party], at: datetime) -> Iterator[messages.Draft]:
    told: set[str] = set()
    for party, one in _reachable(case, parties):
        template = tell.template
        if party.part == Party.Part.FILER:
            if not template.startswith(("registered", "words-")):
                continue
            template = template if template.startswith("words-") else "filed-for-another"
        if one.phone in told:
            continue
        told.add(one.phone)
        values = _values(case, tell.post or case.holder, at, one.language)
        given = {**values, "code": queries.slip_code(party, case), **tell.values}
        yield messages.Draft(
            template,
            to=messages.Recipient(one.phone, one.language),
            values=_declared(template, given),
            stream=case.stream,
            key=f"{case.number}:{case.revision}:{template}:{party.pk}",
        )


@dataclass(frozen=True, slots=True)
class _Reach:
    phone: str
    language: str


def _reachable(case: Case, parties: Iterable[Party]) -> list[tuple[Party, _Reach]]:
    """Return the parties that may be told, with their phones; of a sealed case from its opened identity."""
    may_be_told = queries.to_be_told(parties)
    if not case.sealed:
        return [
            (one, _Reach(one.person.phone, one.person.language))
            for one in may_be_told
            if one.person and one.person.phone
        ]
    rows = sealing.identity(case).get("complainants")
    assert isinstance(rows, list)
    known = dict(enumerate(rows, 1))
    seats = [one for one in may_be_told if one.part == Party.Part.COMPLAINANT]
    found = [(one, known.get(one.seat, {})) for one in seats]
    return [(one, _Reach(row["phone"], row.get("language", "hi"))) for one, row in found if row.get("phone")]


def _to_post(
    case: Case, tell: Tell, post: Post | None, incumbents: Callable[[Post], User | None], at: datetime
) -> Iterator[messages.Draft]:
    if post is None or post.is_desk:
        return
    user = incumbents(post)
    if user is None or not user.phone:
        return
    template = tell.template
    if template == "officer-arrival" and case.urgent:
        template = "officer-arrival-urgent"
    values = _values(case, tell.post or case.holder, at, user.language)
    yield messages.Draft(
        template,
        to=messages.Recipient(user.phone, user.language),
        values=_declared(template, {**values, **tell.values}),
        stream=case.stream,
        key=f"{case.number}:{case.revision}:{template}:post{post.pk}",
    )


def _values(case: Case, post: Post | None, at: datetime, language: str) -> dict[str, str]:
    """Return what every template may speak of: number, short post and place in the reader's language, date, hours."""
    due = case.due_at or case.rests_until or at
    place = post.place if post else case.district
    return {
        "number": numbers.spaced(case.number),
        "post": (post.short_en if language == "en" else post.short_hi) if post else "",
        "place": place.name(language) if place else "",
        "date": f"{clock.day(due):%d.%m.%Y}",
        "hours": str(max(int((due - at).total_seconds() // 3600), 0)),
    }


def _declared(template: str, values: dict[str, str]) -> dict[str, str]:
    declared = rulebook.book().templates[template].variables
    return {name: values[name][: variable.longest] for name, variable in declared.items() if name in values}
