"""The road of a work's money, each step with its order: sanctioned, released, spent, accounted for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from shramsetu.casework.actions import Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.monitoring.works import papers, powers
from shramsetu.monitoring.works.models import Work
from shramsetu.monitoring.works.powers import Side
from shramsetu.monitoring.works.records import MoneyRow
from shramsetu.monitoring.works.rules import money as rules
from shramsetu.monitoring.works.rules.money import Beyond, Stage

# Who writes which step: the department sanctions and releases, the agency spends and accounts.
WRITES = {
    Stage.SANCTIONED: (Side.DEPARTMENT,),
    Stage.RELEASED: (Side.DEPARTMENT,),
    Stage.SPENT: (Side.AGENCY,),
    Stage.CERTIFIED: (Side.AGENCY,),
}


@dataclass(frozen=True, slots=True)
class Step:
    """So much came to a stage on a day, by this order."""

    stage: Stage
    paise: int
    on: date
    order_number: str


@transaction.atomic
def add(work: Work, step: Step, *, paper: UploadedFile, by: Actor, at: datetime) -> MoneyRow:
    """Write a step of the money with the paper that proves it; never more than came to the stage before.

    Raises Refused, NotAllowed.
    """
    pen = powers.need(work, *WRITES[step.stage], by=by)
    Work.objects.select_for_update().get(pk=work.pk)
    if step.paise <= 0:
        raise Refused(gettext("Write an amount of more than nothing."), "rupees")
    if step.on > clock.day(at):
        raise Refused(gettext("This day has not come yet."), "on")
    if not step.order_number.strip():
        raise Refused(gettext("Write the number of the order or paper."), "order_number")
    _walk(work, (step.stage, step.paise))
    file = papers.keep(work, paper, by=by, at=at)
    row = MoneyRow(
        work=work,
        stage=step.stage.value,
        paise=step.paise,
        on=step.on,
        order_number=step.order_number.strip(),
        file=file,
        by_id=pen.user,
        post_id=pen.post,
        at=at,
    )
    row.save(force_insert=True)
    _note(row, "add_money", by=by, at=at)
    return row


@transaction.atomic
def take_back(wrong: MoneyRow, *, reason: str, by: Actor, at: datetime) -> MoneyRow:
    """Take back a step that was entered wrongly, with the reason; the right one is entered anew.

    Raises Refused, NotAllowed.
    """
    pen = powers.need(wrong.work, *WRITES[Stage(wrong.stage)], by=by)
    Work.objects.select_for_update().get(pk=wrong.work_id)
    if not reason.strip():
        raise Refused(gettext("Write why it is taken back."), "reason")
    if wrong.corrects_id is not None or MoneyRow.objects.filter(corrects=wrong).exists():
        raise Refused(gettext("This step is taken back already."))
    _walk(wrong.work, (Stage(wrong.stage), -wrong.paise))
    row = MoneyRow(
        work=wrong.work,
        stage=wrong.stage,
        paise=-wrong.paise,
        on=wrong.on,
        order_number=wrong.order_number,
        file_id=wrong.file_id,
        corrects=wrong,
        reason=reason.strip(),
        by_id=pen.user,
        post_id=pen.post,
        at=at,
    )
    row.save(force_insert=True)
    _note(row, "take_back_money", by=by, at=at)
    return row


def _walk(work: Work, step: tuple[Stage, int]) -> None:
    """Raise Refused where the road would have more at a stage than at the one before."""
    rows = [(Stage(stage), paise) for stage, paise in MoneyRow.objects.filter(work=work).values_list("stage", "paise")]
    try:
        rules.road([*rows, step])
    except Beyond as beyond:
        said = {"stage": MoneyRow.Stage(beyond.stage.value).label, "left": money.rupees(beyond.left)}
        raise Refused(
            gettext("%(stage)s would be more than the step before it allows: %(left)s.") % said, "rupees"
        ) from None


def _note(row: MoneyRow, verb: str, *, by: Actor, at: datetime) -> None:
    detail: dict[str, object] = {"row": row.pk, "stage": row.stage, "paise": row.paise, "on": row.on}
    private = {"reason": row.reason} if row.reason else None
    journal.append(row.work.stream, verb, by=by, at=at, detail=detail, private=private)
