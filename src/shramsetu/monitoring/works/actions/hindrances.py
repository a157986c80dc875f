"""What stands in a building's way: its owner clears it in the rulebook's time, somebody else says that it is so."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.casework import rules
from shramsetu.casework.actions import TOLD_OVER, Opening, Refused, announce, open_case, take
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.journal import actions as journal
from shramsetu.journal import queries as journals
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import owners, powers
from shramsetu.monitoring.works.models import Component, Hindrance, Work
from shramsetu.monitoring.works.powers import Side
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places.models import Place

CONFIRM_DAYS = "works.confirm_days"
TOP = 4
CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way: of which kind, since when, of which part (None: the whole), in which words."""

    kind: str
    from_on: date
    what: str
    component: Component | None = None
    stops: bool = True


@transaction.atomic
def enter(work: Work, found: Obstacle, *, by: Actor, at: datetime) -> Hindrance:
    """Enter what stands in the way of `work`; it lies with its owner from now on. Raises Refused, NotAllowed."""
    powers.need(work, *Side, by=by)
    if work.case.state not in {"preparing", "building"}:
        raise Refused(gettext("This building is not being built any more."))
    book = rulebook.book().works
    if found.kind not in book.hindrances:
        raise Refused(gettext("Choose what stands in the way."), "kind")
    if found.from_on > clock.day(at):
        raise Refused(gettext("This day has not come yet."), "from_on")
    if found.component is not None and found.component.work_id != work.pk:
        raise Refused(gettext("This part belongs to another building."), "component")
    same = Hindrance.objects.filter(work=work, kind=found.kind, component=found.component, cleared_on=None)
    if same.exclude(case__state="mistaken").exists():
        raise Refused(gettext("This hindrance is entered already and still stands."), "kind")
    owner = book.hindrance(found.kind).owner
    holder = owners.post(owner, _district(work.case))
    due = _due(found.kind, at)
    facts = {"work": work.slug, "kind": found.kind, "from": found.from_on}
    to = To("standing", holder=holder, level=1, due=due, facts=facts, private={"text": found.what})
    columns: dict[str, object] = {
        "parent": work.case,
        "district": work.case.district,
        "place": work.case.place,
        "department": work.case.department,
    }
    case = open_case(Opening("mn_hindrance", Case.Channel.DESK, to, columns), by=by, at=at)
    row = Hindrance(
        case=case,
        work=work,
        component=found.component,
        kind=found.kind,
        owner=owner,
        stops=found.stops,
        from_on=found.from_on,
    )
    row.save(force_insert=True)
    detail = {"case": case.number, "kind": found.kind, "from": found.from_on}
    journal.append(work.stream, "enter_hindrance", by=by, at=at, detail=detail)
    announce(case, [Tell("officer-arrival", "holder")], by=by, at=at)
    return row


@transaction.atomic
def withdraw(row: Hindrance, *, reason: str, by: Actor, at: datetime) -> None:
    """Take out what was entered by mistake, with the reason; it counts no day. Raises Refused, NotAllowed."""
    powers.need(row.work, Side.AGENCY, Side.DEPARTMENT, by=by)
    if not reason.strip():
        raise Refused(gettext("Write the reason."), "reason")
    case = Case.objects.get(pk=row.pk)
    if case.state != "standing":
        raise Refused(gettext("This hindrance does not stand any more."))
    detail = {"case": case.number}
    words = {"reason": reason.strip()}
    journal.append(row.work.stream, "withdraw_hindrance", by=by, at=at, detail=detail, private=words)
    take(case, "withdraw", seen=case.revision, by=SYSTEM, at=at)


@effect("report", "mn_hindrance")
def report(move: Move) -> To:
    """The owner says that it is cleared; the agency, or for its own the department, says whether that is so."""
    row, on = _row(move.case), move.day("on")
    if on is None or on > clock.day(move.at) or on < row.from_on:
        raise Refused(gettext("A day between the first of the hindrance and today."), "on")
    found = rules.figure_due(CONFIRM_DAYS, move.at)
    to = To("reported", holder=_confirmer(row, move.case), level=1)
    to.due = Due(found.at, found.key, found.from_on, found.source)
    to.facts, to.private = {"on": on}, {"text": move.text("note")}
    to.tells = [Tell("officer-arrival", "holder")]
    to.after.append(lambda: Hindrance.objects.filter(pk=row.pk).update(said_on=on))
    return to


@effect("promise", "mn_hindrance")
def promise(move: Move) -> To:
    """The owner says by when; the time of the rulebook runs on."""
    on = move.day("promised_on")
    if on is None or on < clock.day(move.at):
        raise Refused(gettext("A day that is still to come."), "promised_on")
    Hindrance.objects.filter(pk=move.case.pk).update(promised_on=on)
    return To("standing", facts={"promised": on}, private={"text": move.text("note")})


@effect("pass_on", "mn_hindrance")
def pass_on(move: Move) -> To:
    """It is another owner's: there it begins with its due time kept, so that passing on wins nobody time."""
    row, owner = _row(move.case), move.text("owner")
    if owner not in rulebook.book().works.owners or owner == row.owner:
        raise Refused(gettext("Choose another one whose it is."), "owner")
    holder = owners.post(owner, _district(move.case))
    Hindrance.objects.filter(pk=row.pk).update(owner=owner)
    to = To("standing", holder=holder, level=1, facts={"owner": owner}, private={"reason": move.text("reason")})
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("confirm", "mn_hindrance")
def confirm(move: Move) -> To:
    """It is cleared; its days end with the day that its owner named. Refused for the person who said so."""
    row = _row(move.case)
    said = journals.history(move.case.stream).filter(verb="report").last()
    if said is not None and said.by.partition("@")[0] == move.by.key.partition("@")[0]:
        raise Refused(gettext("Somebody else than who cleared it says whether it is so."))
    on = row.said_on or clock.day(move.at)
    Hindrance.objects.filter(pk=row.pk).update(cleared_on=max(on, row.from_on))
    detail = {"case": move.case.number, "on": on}
    to = To("cleared", outcome="cleared", facts={"on": on, "days": (on - row.from_on).days + 1})
    to.after.append(lambda: journal.append(row.work.stream, "clear_hindrance", by=move.by, at=move.at, detail=detail))
    return to


@effect("still", "mn_hindrance")
def still(move: Move) -> To:
    """It still stands: back to its owner, with what is left of the first time; a false word wins nobody a new one."""
    row = _row(move.case)
    Hindrance.objects.filter(pk=row.pk).update(promised_on=None, said_on=None)
    holder = owners.post(row.owner, _district(move.case))
    found = rules.figure_due(CONFIRM_DAYS, move.at)
    least = Due(found.at, found.key, found.from_on, found.source)
    due = max(_due(row.kind, move.case.opened_at), least, key=lambda one: one.at)
    to = To("standing", holder=holder, level=1, due=due)
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("withdraw", "mn_hindrance")
def withdrawn(move: Move) -> To:
    """It was entered by mistake: it counts no day."""
    return To("mistaken", outcome="mistaken")


@effect("drop", "mn_hindrance")
def drop(move: Move) -> To:
    """The building is given up: nobody need clear its way."""
    Hindrance.objects.filter(pk=move.case.pk).update(cleared_on=max(clock.day(move.at), _row(move.case).from_on))
    return To("dropped", outcome="abandoned")


@effect("escalate", "mn_hindrance")
def escalate(move: Move) -> To:
    """Pass a hindrance whose time is over to the next post up; at the top it stays and is announced each day."""
    case = move.case
    up = offices.above(case.holder, on=clock.day(move.at)) if case.holder else None
    if up is None or case.level >= TOP:
        return To(case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})
    row = _row(case)
    to = To(case.state, holder=up, level=case.level + 1, due=_due(row.kind, move.at), facts={"lapsed": case.holder_id})
    to.tells = [Tell("officer-arrival-late", "holder")]
    return to


def _row(case: Case) -> Hindrance:
    return Hindrance.objects.select_related("work__case", "work__agency").get(pk=case.pk)


def _due(kind: str, at: datetime) -> Due:
    on = clock.day(at)
    rule = rulebook.book().works.clear_days(kind, on)
    days = int(str(rule.value))
    until = clock.span_due(at, amount=days, unit=CALENDAR_DAYS, calendar=rulebook.book().calendar(on))  # type: ignore[arg-type]
    return Due(until, f"hindrance:{kind}", rule.from_on, rule.source)


def _confirmer(row: Hindrance, case: Case) -> Post:
    """Return who says whether it is cleared: never the side that cleared it."""
    if row.owner == owners.AGENCY:
        return owners.post(owners.DEPARTMENT, _district(case))
    return row.work.agency


def _district(case: Case) -> Place:
    assert case.district is not None
    return case.district
