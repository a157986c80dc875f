"""Turns a move's tells into messages: who is told, on which phone, in which words. Writes through messages alone."""

from collections.abc import Iterable
from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework.models import Case, Party
from shramsetu.casework.moves import Tell
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers, text
from shramsetu.messages import actions as messages
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post


def tell_all(case: Case, tells: Iterable[Tell], *, by: Actor, at: datetime) -> None:
    """Queue the messages of one move. A sealed case tells only what names nobody, through its parties' own channel."""
    tells = list(tells)
    if not tells:
        return
    values = _values(case, at)
    for tell in tells:
        if tell.audience == "complainant":
            _tell_complainants(case, tell, values, by=by, at=at)
        else:
            post = tell.post if tell.audience == "post" else case.holder
            _tell_post(case, tell, post, values, by=by, at=at)


def _tell_complainants(case: Case, tell: Tell, values: dict[str, str], *, by: Actor, at: datetime) -> None:
    parties = Party.objects.filter(case=case, consents=True, safe_to_call=True, person__isnull=False)
    told: set[str] = set()
    for party in parties.exclude(part=Party.Part.OPPOSITE).select_related("person").order_by("id"):
        person = party.person
        if person is None or not person.phone or person.phone in told:
            continue
        told.add(person.phone)
        given = {**values, **tell.values}
        messages.send(
            tell.template,
            to=person.phone,
            language=person.language,
            values=_declared(tell.template, given),
            audience="complainant",
            stream=case.stream,
            key=f"{case.number}:{case.revision}:{tell.template}:{party.pk}",
            by=by,
            at=at,
        )


def _tell_post(case: Case, tell: Tell, post: Post | None, values: dict[str, str], *, by: Actor, at: datetime) -> None:
    if post is None or post.is_desk:
        return
    user = offices.incumbent(post)
    if user is None or not user.phone:
        return
    messages.send(
        tell.template,
        to=user.phone,
        language=user.language,
        values=_declared(tell.template, {**values, **tell.values}),
        audience="officer",
        stream=case.stream,
        key=f"{case.number}:{case.revision}:{tell.template}:post{post.pk}",
        by=by,
        at=at,
    )


def _values(case: Case, at: datetime) -> dict[str, str]:
    """Return what every template may speak of: number, post and place in short Hindi, and the date."""
    holder = case.holder
    due = case.due_at or case.rests_until or at
    return {
        "number": numbers.spaced(case.number),
        "post": holder.short_hi if holder else "",
        "place": holder.place.name_hi if holder else "",
        "level": str(case.level),
        "date": text.dated(clock.day(due)),
    }


def _declared(template: str, values: dict[str, str]) -> dict[str, str]:
    declared = rulebook.book().templates[template].variables
    return {name: values[name] for name in declared if name in values}
