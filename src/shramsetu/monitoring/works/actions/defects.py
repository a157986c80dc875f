"""What was built badly: mended by the agency with a photograph, and seen by somebody else before it counts."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from shramsetu.casework import rules
from shramsetu.casework.actions import TOLD_OVER, Opening, Refused, announce, open_case
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.files.models import Attachment
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import owners, powers
from shramsetu.monitoring.works.models import Component, Defect, Work
from shramsetu.monitoring.works.powers import Side
from shramsetu.offices import queries as offices

DAYS, GRAVE_DAYS, CONFIRM_DAYS = "works.defect_days", "works.grave_defect_days", "works.confirm_days"
TOP = 4


@transaction.atomic
def find(component: Component, what: str, *, on: date, is_grave: bool, by: Actor, at: datetime) -> Defect:
    """Enter a defect of a part; the agency mends it in the rulebook's time. Raises Refused, NotAllowed."""
    work = Work.objects.select_related("case__district", "agency").get(pk=component.work_id)
    powers.need(work, *Side, by=by)
    if work.case.state in {"over", "abandoned"}:
        raise Refused(gettext("Nobody builds here any more, nor is liable."))
    if not what.strip():
        raise Refused(gettext("Write what is wrong."), "what")
    if on > clock.day(at):
        raise Refused(gettext("This day has not come yet."), "on")
    start = To("found", holder=work.agency, level=1, due=_due(GRAVE_DAYS if is_grave else DAYS, at))
    start.facts = {"work": work.slug, "component": component.slug, "is_grave": is_grave}
    columns: dict[str, object] = {
        "parent": work.case,
        "district": work.case.district,
        "place": work.case.place,
        "department": work.case.department,
    }
    case = open_case(Opening("mn_defect", Case.Channel.DESK, start, columns), by=by, at=at)
    row = Defect(case=case, work=work, component=component, what=what.strip(), is_grave=is_grave, found_on=on)
    row.save(force_insert=True)
    detail = {"case": case.number, "component": component.slug, "is_grave": is_grave}
    journal.append(work.stream, "find_defect", by=by, at=at, detail=detail)
    announce(case, [Tell("officer-arrival", "holder")], by=by, at=at)
    return row


@effect("mend", "mn_defect")
def mend(move: Move) -> To:
    """The agency has mended it and shows a new photograph; the department goes and looks."""
    assert move.case.district is not None
    if not _shown(move):
        raise Refused(gettext("A new photograph shows it mended: a picture, JPG or PNG."), "files")
    Defect.objects.filter(pk=move.case.pk).update(mended_by=move.by.user_id, mended_at=move.at)
    to = To("mended", holder=owners.post(owners.DEPARTMENT, move.case.district), level=1)
    to.due = _due(CONFIRM_DAYS, move.at)
    to.private = {"text": move.text("note")}
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("confirm", "mn_defect")
def confirm(move: Move) -> To:
    """Somebody else than who mended it has seen that it is so."""
    row = Defect.objects.select_related("work").get(pk=move.case.pk)
    if move.by.user_id is None or move.by.user_id == row.mended_by_id:
        raise Refused(gettext("Somebody else than who mended it looks whether it is so."))
    Defect.objects.filter(pk=row.pk).update(confirmed_by=move.by.user_id)
    return To("confirmed", outcome="mended")


@effect("again", "mn_defect")
def again(move: Move) -> To:
    """It is not mended: back to the agency, with what is left of its first time; a false word wins no new one."""
    row = Defect.objects.select_related("work__agency").get(pk=move.case.pk)
    Defect.objects.filter(pk=row.pk).update(mended_by=None, mended_at=None)
    first = _due(GRAVE_DAYS if row.is_grave else DAYS, move.case.opened_at)
    due = max(first, _due(CONFIRM_DAYS, move.at), key=lambda one: one.at)
    to = To("found", holder=row.work.agency, level=1, due=due)
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("drop", "mn_defect")
def drop(move: Move) -> To:
    """The building is given up: nobody mends it any more."""
    return To("dropped", outcome="abandoned")


@effect("escalate", "mn_defect")
def escalate(move: Move) -> To:
    """Pass a defect whose time is over to the next post up; at the top it stays and is announced each day."""
    case = move.case
    up = offices.above(case.holder, on=clock.day(move.at)) if case.holder else None
    if up is None or case.level >= TOP:
        return To(case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})
    to = To(case.state, holder=up, level=case.level + 1, due=_due(CONFIRM_DAYS, move.at))
    to.facts = {"lapsed": case.holder_id}
    to.tells = [Tell("officer-arrival-late", "holder")]
    return to


def _shown(move: Move) -> bool:
    """Tell whether one of the files is a picture that was not shown before: by the agency, or of the defect itself."""
    given = move.detail.get("files")
    ids = [str(one) for one in given] if isinstance(given, (list, tuple)) else []
    rows = Attachment.objects.filter(stream=move.case.stream, removed_at=None)
    sums = rows.exclude(pk__in=ids).filter(at__lt=move.case.level_at).values("original_sha256")
    return rows.filter(pk__in=ids, media_type__startswith="image/").exclude(original_sha256__in=sums).exists()


def _due(key: str, at: datetime) -> Due:
    found = rules.figure_due(key, at)
    return Due(found.at, found.key, found.from_on, found.source)
