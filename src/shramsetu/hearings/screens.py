"""The screens of bringing a matter: their order, and which are left out for what was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shramsetu import rulebook
from shramsetu.hearings.forms import asking
from shramsetu.hearings.forms.asking import Asked
from shramsetu.hearings.queries import forums
from shramsetu.hearings.rules import jurisdiction, limits, route
from shramsetu.hearings.rules.limits import Days, Timely
from shramsetu.places import queries as places

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its name in the address, its form, and what tells that it was answered."""

    name: str
    form: type[Asked]
    mark: str


SCREENS: Mapping[str, Screen] = {
    one.name: one
    for one in (
        Screen("what", asking.What, "matter"),
        Screen("when", asking.When, "cause_on"),
        Screen("report", asking.Report, "has_report"),
        Screen("words", asking.Words, "text"),
        Screen("money", asking.Money, "amount"),
        Screen("wishes", asking.Wishes, "reliefs"),
        Screen("against", asking.Against, "opposite"),
        Screen("where", asking.Where, "district"),
        Screen("late", asking.Late, "late_reason"),
        Screen("who", asking.Who, "name"),
        Screen("private", asking.Private, "published"),
    )
}


def asked(told: Mapping[str, object], *, today: date) -> list[str]:
    """Return the names of the screens that are asked, in their order."""
    rule = rulebook.book().law.matters.get(str(told.get("matter", "")))
    left_out = set()
    if rule is None or not rule.needs_report:
        left_out.add("report")
    if rule is None or not rule.money:
        left_out.add("money")
    found = timely(told, today=today)
    if found is None or found.in_time:
        left_out.add("late")
    return [name for name in SCREENS if name not in left_out]


def missing(told: Mapping[str, object], *, today: date) -> str:
    """Return the first screen that was not answered yet; the review once all were."""
    return next((name for name in asked(told, today=today) if SCREENS[name].mark not in told), REVIEW)


def before(name: str, told: Mapping[str, object], *, today: date) -> str:
    """Return the screen before this one; empty for the first."""
    names = [*asked(told, today=today), REVIEW]
    place = names.index(name) if name in names else 0
    return names[place - 1] if place else ""


def timely(told: Mapping[str, object], *, today: date) -> Timely | None:
    """Return whether what was told so far comes in time; None where no limit is set, or too little is known yet."""
    lgd, matter = (str(told.get(name) or "") for name in ("district", "matter"))
    cause = str(told.get("cause_until") or told.get("cause_on") or "")
    if not (cause and lgd.isdigit() and matter in rulebook.book().law.matters):
        return None
    cause_on, report = date.fromisoformat(cause), str(told.get("report_on") or "")
    try:
        found = forums.before(
            matter, cause_on=cause_on, filed_on=today, sphere="state", place=places.district(int(lgd))
        )
    except (jurisdiction.NoForum, route.NoLaw):
        return None
    days = Days(cause_on, date.fromisoformat(report) if report else None)
    law, calendar = rulebook.book().law, forums.calendar(today)
    return limits.timely(law, matter, found.governed.law, days, today, calendar)


def plain(cleaned: Mapping[str, object]) -> dict[str, object]:
    """Return what a form gave as a draft keeps it: days and districts as words."""
    return {name: _plain(value) for name, value in cleaned.items()}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    lgd = getattr(value, "lgd_code", None)
    return str(lgd) if lgd is not None else value
