"""Reminders: each party some days before its hearing and on the day, in its language, told what to bring."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from shramsetu import rulebook
from shramsetu.hearings import named
from shramsetu.hearings.models import Hearing, Matter, Notice
from shramsetu.hearings.queries import dates, forums
from shramsetu.hearings.rules import reminding
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock, numbers
from shramsetu.messages import actions as messages

CHUNK = 500


def remind(*, at: datetime) -> int:
    """Remind the parties of every date that is as many days ahead as the rulebook says; return of how many messages.

    Repeating it sends nothing twice: the message is named by date, day and party. Nobody is called by it to a day on
    which the forum does not sit any more: the registry moves that date, and then tells.
    """
    today = clock.day(at)
    leads = rulebook.book().numbers("hearings.reminder_days", today)
    sent, last = 0, 0
    while chunk := _due(leads, today, at=at, after=last):
        drafts = _drafts_of(_on_open_days(chunk), today)
        messages.send_many(drafts, by=SYSTEM, at=at)
        sent, last = sent + len(drafts), chunk[-1].pk
    return sent


def _due(leads: Iterable[int], today: date, *, at: datetime, after: int) -> list[Hearing]:
    """Return the next dates on days on which their parties are reminded today, by their key."""
    days = Q(pk__in=[])
    for ahead in leads:
        start, end = clock.bounds(today + timedelta(days=ahead))
        days |= Q(on_at__gte=start, on_at__lt=end)
    rows = Hearing.objects.filter(days, state=dates.FIXED, on_at__gte=at, pk__gt=after).order_by("pk")
    return list(rows.select_related("matter__case", "forum__place")[:CHUNK])


def _drafts_of(rows: Sequence[Hearing], today: date) -> list[messages.Draft]:
    people, told = named.litigants_of([one.matter for one in rows]), _told(rows)
    return [
        messages.Draft(
            (template := _template(row.matter, one, (clock.day(row.on_at) - today).days)),
            to=messages.Recipient(one.phone, one.language),
            values=_values(row, one, template),
            stream=row.matter.case.stream,
            key=f"{row.matter.case.number}:remind:{row.pk}:{(clock.day(row.on_at) - today).days}:{one.row.pk}",
        )
        for row in rows
        for one in people[row.matter_id]
        if one.phone and one.safe and reminding.needs(told_on=told.get((one.row.pk, row.on_at)), today=today)
    ]


def _told(rows: Sequence[Hearing]) -> dict[tuple[int, datetime], date]:
    """Return on which day a message last told each party of its date; what goes by post may not have come yet."""
    found = Notice.objects.filter(matter__in=[one.matter_id for one in rows], for_at__in={one.on_at for one in rows})
    by_phone = found.filter(mode=Notice.Mode.SMS).exclude(kind=Notice.Kind.ORDER)
    told = by_phone.values_list("litigant", "for_at", "issued_at").order_by("issued_at")
    return {(party, on_at): clock.day(issued) for party, on_at, issued in told if on_at}


def _on_open_days(rows: Sequence[Hearing]) -> list[Hearing]:
    """Return the dates of days on which their forums still sit."""
    weeks = {forum.pk: forums.week(forum) for forum in {one.forum for one in rows}}
    days = [(one, clock.day(one.on_at)) for one in rows]
    return [one for one, on in days if weeks[one.forum_id].sits_on(on, forums.calendar(on))]


def _template(matter: Matter, to: named.Named, ahead: int) -> str:
    """Return which message reminds: others read the phone, so that it names no kind of matter; the page says the rest.

    From that of a sealed matter's claimant nobody learns a place either.
    """
    if matter.case.sealed and to.row.claims:
        return "matter-date-sealed"
    side = "" if to.row.claims else "-other"
    return f"matter-reminder{side}" if ahead else f"matter-today{side}"


def _values(hearing: Hearing, to: named.Named, template: str) -> dict[str, str]:
    known = {
        "number": numbers.spaced(hearing.matter.case.number),
        "date": f"{clock.day(hearing.on_at):%d.%m.%Y}",
        "time": f"{clock.local(hearing.on_at):%H:%M}",
        "place": hearing.forum.place.name(to.language)[:21],
    }
    return {name: known[name] for name in rulebook.book().templates[template].variables}
