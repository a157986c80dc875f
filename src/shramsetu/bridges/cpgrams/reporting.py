"""The action-taken report: made for a span of days, kept sealed for its officer, written down when it is taken."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation

from shramsetu import rulebook
from shramsetu.bridges.cpgrams import queries, standing
from shramsetu.bridges.cpgrams.models import CpgramsReport, CpgramsStanding
from shramsetu.bridges.cpgrams.standing import Line
from shramsetu.bridges.errors import NoReport, TooManyRows
from shramsetu.casework import sealing, sheets
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

BATCH = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which days a report is asked for, only what is new or everything, and in which form."""

    first: date
    last: date
    only_changed: bool
    form: str


@transaction.atomic
def make(asked: Asked, *, by: Actor, at: datetime) -> CpgramsReport:
    """Make a report and keep it for who asked. Raises TooManyRows."""
    book, on = rulebook.book(), clock.day(at)
    most = book.number("cpgrams.report_rows_most", on)
    rows = list(queries.moved(by, asked.first, asked.last)[: most + 1])
    if len(rows) > most:
        raise TooManyRows
    before = {row.pk: row.told for row in rows}
    with translation.override("hi"):
        lines = standing.lines(rows)
    told = [one for one in lines if not asked.only_changed or one.digest != before[one.standing]]
    report = CpgramsReport(
        first_on=asked.first,
        last_on=asked.last,
        only_changed=asked.only_changed,
        form=asked.form,
        by=by.key,
        made_at=at,
    )
    report.post_id, report.user_id = by.post_id or 0, by.user_id or 0
    report.rows = len(told)
    report.lines = [[one.standing, one.digest, one.code, one.is_disposed] for one in told]
    report.expires_at = at + timedelta(days=book.number("cpgrams.report_kept_days", on))
    report.save(force_insert=True)
    report.key_id, report.closed = sealing.shut(_written(told, asked.form, on), bound_to=bound(report))
    report.save(update_fields=["key_id", "closed"])
    detail = {"from": f"{asked.first}", "to": f"{asked.last}", "rows": report.rows, "only_changed": asked.only_changed}
    journal.append(str(report), "make_cpgrams_report", by=by, at=at, detail=detail)
    return report


@transaction.atomic
def take(report: CpgramsReport, *, by: Actor, at: datetime) -> bytes:
    """Hand a report out: that it was taken is written down, and what it says counts as told from now on.

    Taken again it is the same file. Raises NoReport where it is no longer kept.
    """
    kept = CpgramsReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not kept.key_id or kept.expires_at <= at:
        raise NoReport
    content = sealing.opened(kept.key_id, bytes(kept.closed), bound_to=bound(kept))
    if kept.taken_at is None:
        CpgramsReport.objects.filter(pk=kept.pk).update(taken_at=at)
        _told(kept)
    CpgramsReport.objects.filter(pk=kept.pk).update(times_taken=F("times_taken") + 1)
    detail = {"lines": kept.rows, "form": kept.form}
    journal.append(f"reads:{kept}", "take_list", by=by, at=at, detail=detail)
    return content


def expired(before: datetime) -> int:
    """Forget the content of a batch of reports whose time is over; that they were handed out stays."""
    old = CpgramsReport.objects.filter(expires_at__lte=before).exclude(key_id="").order_by("expires_at")[:BATCH]
    return CpgramsReport.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(
        key_id="", closed=b"", lines=[]
    )


def bound(report: CpgramsReport) -> str:
    """Give what the sealed content of a report is bound to."""
    return f"cpgrams-report:{report.pk}"


def _told(report: CpgramsReport) -> None:
    """Note of each line what was told, unless a report made later was taken before this one."""
    said = {one[0]: one for one in report.lines}
    rows = CpgramsStanding.objects.filter(pk__in=said).filter(Q(told_at=None) | Q(told_at__lt=report.made_at))
    changed = []
    for row in rows.select_for_update().order_by("pk"):
        _pk, row.told, row.told_code, row.is_told_disposed = said[row.pk]
        row.told_at = report.made_at
        changed.append(row)
    CpgramsStanding.objects.bulk_update(changed, ["told", "told_code", "is_told_disposed", "told_at"], batch_size=500)


def _written(told: list[Line], form: str, on: date) -> bytes:
    columns = rulebook.book().cpgrams.report
    lines = [[one.cell(key) for key in columns] for one in told]
    sheet = sheets.Sheet("CPGRAMS ATR", [one.title.hi for one in columns.values()], lines)
    return sheets.csv(sheet) if form == "csv" else sheets.xlsx([sheet], on=on)
