"""The daily diary of a forum as a Hindi paper: what came of every date of a day, for the forum's own record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import translation

from shramsetu import rulebook
from shramsetu.casework import pdf, sealing
from shramsetu.hearings import court, named, shown
from shramsetu.hearings.models import Forum, Hearing, Order, Presence
from shramsetu.hearings.queries import dates
from shramsetu.lib import clock
from shramsetu.offices import queries as offices


@dataclass(frozen=True, slots=True)
class Line:
    """What came of one date: who was there, the business, who had it put off and why, the next date, orders signed."""

    row: Hearing
    number: str
    title: str
    purpose: str
    present: Sequence[tuple[str, str]]
    business: str
    cause: str
    next_at: datetime | None
    orders: Sequence[str]


def response(forum: Forum, on: date) -> HttpResponse:
    """Return the PDF of a day: always in Hindi, for the registry and the presiding officer alone."""
    with translation.override("hi"):
        name = f"diary-{forum.slug}-{on.isoformat()}"
        return pdf.response("hearings/diary_print.html", page(forum, on), name=name)


def page(forum: Forum, on: date) -> dict[str, object]:
    """Return what the paper shows."""
    judge = offices.incumbent(forum.post)
    return {
        "forum": forum,
        "name": forum.name("hi"),
        "on": on,
        "judge": judge.name_hi if judge else "",
        "lines": lines(forum, on),
    }


def lines(forum: Forum, on: date) -> list[Line]:
    """Return what came of the dates of a day, in as many reads however many they are."""
    rows = list(dates.of_day(forum, on).prefetch_related("presences"))
    matters = [one.matter for one in rows]
    people, following = named.litigants_of(matters), _following(rows)
    start, end = clock.bounds(on)
    signed: dict[int, list[str]] = {one.pk: [] for one in matters}
    for order in Order.objects.filter(matter__in=matters, signed_at__gte=start, signed_at__lt=end).order_by("seq"):
        rule = rulebook.book().law.orders.get(order.template)
        signed[order.matter_id].append(rule.title.say(named.language()) if rule else order.template)
    return [_line(one, people[one.matter_id], following.get(one.pk), signed[one.matter_id]) for one in rows]


def _following(rows: Sequence[Hearing]) -> dict[int, datetime]:
    """Return, by date, the hour to which its matter was called next."""
    own = {(one.matter_id, one.seq + 1): one.pk for one in rows}
    later = Hearing.objects.filter(matter__in=[one.matter_id for one in rows]).values_list("matter", "seq", "on_at")
    return {own[matter, seq]: on_at for matter, seq, on_at in later if (matter, seq) in own}


def _line(one: Hearing, people: list[named.Named], next_at: datetime | None, orders: Sequence[str]) -> Line:
    law, case = rulebook.book().law, one.matter.case
    names = {party.row.pk: party.name for party in people}
    cause = law.causes.get(one.cause)
    return Line(
        row=one,
        number=shown.number(one.matter),
        title=named.title(one.matter, people),
        purpose=court.purpose(one.purpose),
        present=[(names.get(row.litigant_id, ""), str(Presence.How(row.how).label)) for row in one.presences.all()],
        business=sealing.unveiled(case, one.business),
        cause=cause.title.say(named.language()) if cause else "",
        next_at=next_at,
        orders=orders,
    )
