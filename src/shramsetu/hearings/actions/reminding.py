"""Reminders: each party some days before its hearing and on the day, in its language, told what to bring."""

from datetime import date, datetime, timedelta

from shramsetu import rulebook
from shramsetu.hearings import named
from shramsetu.hearings.models import Hearing, Matter, Notice
from shramsetu.hearings.queries import dates
from shramsetu.hearings.rules import reminding
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock, numbers
from shramsetu.messages import actions as messages


def remind(*, at: datetime) -> int:
    """Remind the parties of every date that is as many days ahead as the rulebook says; return of how many messages.

    Repeating it sends nothing twice: the message is named by date, day and party.
    """
    today = clock.day(at)
    leads = rulebook.book().numbers("hearings.reminder_days", today)
    until = clock.bounds(today + timedelta(days=max(leads)))[1]
    rows = Hearing.objects.filter(state=dates.FIXED, on_at__gte=at, on_at__lt=until).order_by("on_at", "pk")
    drafts = list[messages.Draft]()
    for one in rows.select_related("matter__case", "forum__place"):
        ahead = reminding.lead(clock.day(one.on_at), today, leads)
        if ahead is not None:
            drafts += _drafts(one, ahead, today)
    messages.send_many(drafts, by=SYSTEM, at=at)
    return len(drafts)


def _drafts(hearing: Hearing, ahead: int, today: date) -> list[messages.Draft]:
    if not reminding.needs(told_on=_told_on(hearing), today=today):
        return []
    matter = hearing.matter
    return [
        messages.Draft(
            (template := _template(matter, one, ahead)),
            to=messages.Recipient(one.phone, one.language),
            values=_values(hearing, one, template),
            stream=matter.case.stream,
            key=f"{matter.case.number}:remind:{hearing.pk}:{ahead}:{one.row.pk}",
        )
        for one in named.litigants(matter)
        if one.phone and one.safe
    ]


def _template(matter: Matter, to: named.Named, ahead: int) -> str:
    """Return which message reminds: others read the phone, so that it names no kind of matter; the page says the rest.

    From that of a sealed matter's claimant nobody learns a place either.
    """
    if matter.case.sealed and to.row.claims:
        return "matter-date-sealed"
    side = "" if to.row.claims else "-other"
    return f"matter-reminder{side}" if ahead else f"matter-today{side}"


def _told_on(hearing: Hearing) -> date | None:
    """Return the day on which the parties last heard of this date."""
    last = Notice.objects.filter(matter=hearing.matter_id, for_at=hearing.on_at).order_by("issued_at").last()
    return clock.day(last.issued_at) if last else hearing.told_on


def _values(hearing: Hearing, to: named.Named, template: str) -> dict[str, str]:
    known = {
        "number": numbers.spaced(hearing.matter.case.number),
        "date": f"{clock.day(hearing.on_at):%d.%m.%Y}",
        "time": f"{clock.local(hearing.on_at):%H:%M}",
        "place": hearing.forum.place.name(to.language)[:21],
    }
    return {name: known[name] for name in rulebook.book().templates[template].variables}
