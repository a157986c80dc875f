"""What the pages show of a cause list: its rows as published, and what became of each since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.sheets import Sheet
from shramsetu.hearings import court, named, shown
from shramsetu.hearings.models import CauseList, Forum, Hearing, ListItem
from shramsetu.lib import clock, numbers
from shramsetu.lib import text as texts

HEAD = (
    _("List"),
    pgettext_lazy("list", "Place"),
    pgettext_lazy("list", "Hour"),
    _("Case"),
    _("Number of the forum"),
    pgettext_lazy("list", "Title"),
    _("Kind of matter"),
    _("For what"),
    _("Since then"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list. `moved_to` is where its date was moved after the list was published."""

    item: ListItem
    kind: str
    purpose: str
    moved_to: datetime | None
    is_moved: bool
    is_dropped: bool
    result: str


def published(forum: Forum, on: date) -> QuerySet[CauseList]:
    """Return the published lists of a day, the main one first."""
    return CauseList.objects.filter(forum=forum, on=on, published_at__isnull=False).order_by("version")


def rows(made: CauseList) -> list[Row]:
    """Return the rows of a list in the order of their calling."""
    found = ListItem.objects.filter(list=made).select_related("hearing__moved_to").order_by("position")
    return [_row(one) for one in found]


def of_number(number: str, since: datetime) -> list[Row]:
    """Return the rows to come of a case in published lists, the earliest first."""
    found = ListItem.objects.filter(
        case_number=number, on_at__gte=clock.bounds(clock.day(since))[0], list__published_at__isnull=False
    )
    return [_row(one) for one in found.select_related("hearing__moved_to", "list__forum").order_by("on_at")]


def _row(item: ListItem) -> Row:
    law, language, hearing = rulebook.book().law, named.language(), item.hearing
    matter = law.matters.get(item.matter_kind)
    return Row(
        item=item,
        kind=matter.title.say(language) if matter else "",
        purpose=court.purpose(item.purpose),
        moved_to=hearing.moved_to.on_at if hearing.moved_to else None,
        is_moved=hearing.state == Hearing.State.MOVED,
        is_dropped=hearing.state == Hearing.State.DROPPED,
        result=str(hearing.get_result_display()) if hearing.result else "",
    )


def of_hearings(rows: Sequence[Hearing]) -> dict[int, dict[str, str]]:
    """Return number and title of the matter of each date, for the officers."""
    people = named.litigants_of([one.matter for one in rows])
    return {
        one.pk: {"number": shown.number(one.matter), "title": named.title(one.matter, people[one.matter_id])}
        for one in rows
    }


def sheet(forum: Forum, on: date, lists: Sequence[CauseList]) -> Sheet:
    """Return the lists of a day as one table."""
    lines = [
        (
            str(made.get_kind_display()),
            row.item.position,
            f"{clock.local(row.item.on_at):%H:%M}",
            numbers.spaced(row.item.case_number),
            row.item.number,
            row.item.title,
            row.kind,
            row.purpose,
            since(row),
        )
        for made in lists
        for row in rows(made)
    ]
    return Sheet(f"{forum.short(named.language())} {on.isoformat()}", [str(word) for word in HEAD], lines)


def since(row: Row) -> str:
    """Say what became of a row since the list was published; empty for nothing."""
    if row.is_dropped:
        return pgettext("hearing", "No longer needed")
    if not row.is_moved:
        return row.result
    if row.moved_to is None:
        return gettext("Moved")
    return gettext("Moved to %(at)s") % {"at": texts.instant(row.moved_to, named.language())}
