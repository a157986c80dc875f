"""Reports that people build: kept, made by jobs, forgotten when they expire."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation

from shramsetu.insight import mailings, scope, tables
from shramsetu.insight.models import Export, Shape
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock

KEPT = timedelta(days=7)


@transaction.atomic
def build(shape: Shape, *, by: Actor, at: datetime) -> Shape:
    """Keep a report that somebody built."""
    shape.save(force_insert=True)
    _note(shape, "build_report", by, at, {"group": shape.group, "measures": shape.measures, "every": shape.every})
    return shape


@transaction.atomic
def drop(shape: Shape, *, by: Actor, at: datetime) -> None:
    """Forget a report and what was made of it."""
    _note(shape, "drop_report", by, at, {"title": shape.title})
    shape.delete()


@transaction.atomic
def ask(shape: Shape, *, by: Actor, at: datetime) -> Export:
    """Ask for a report to be made; a job makes it."""
    export = Export(shape=shape, asked_at=at, expires_at=at + KEPT)
    export.save(force_insert=True)
    _note(shape, "export", by, at, {"form": shape.form})
    return export


def make(export_id: UUID, *, at: datetime, tell: bool = False) -> bool:
    """Make what was asked for, and `tell` its post; return whether this call made it. A second job does nothing."""
    won = Export.objects.filter(pk=export_id, state=Export.State.WAITING).update(state=Export.State.RUNNING)
    if not won:
        return False
    export = Export.objects.select_related("shape__post__place", "shape__post__department").get(pk=export_id)
    try:
        with translation.override("hi"):
            made = tables.table(export.shape, scope.scope(export.shape.post), at=at)
            content = tables.written(made, export.shape.form)
    except Exception:
        Export.objects.filter(pk=export_id).update(state=Export.State.FAILED, made_at=at)
        raise
    rows = Export.objects.filter(pk=export_id)
    rows.update(state=Export.State.DONE, content=content, lines=len(made.lines), made_at=at)
    if tell:
        mailings.tell_ready(rows.select_related("shape").get(), at=at)
    return True


@transaction.atomic
def ask_for_due(*, at: datetime) -> list[UUID]:
    """Ask for the reports whose day has come, each once a day; return what was asked for."""
    today = clock.day(at)
    due = Shape.objects.select_for_update(skip_locked=True).filter(Q(made_on=None) | Q(made_on__lt=today))
    asked = [ask(shape, by=SYSTEM, at=at).pk for shape in due.filter(every__in=_due_on(today))]
    Shape.objects.filter(exports__in=asked).update(made_on=today)
    return asked


def expire(*, at: datetime) -> int:
    """Forget what was made and is too old; return how many."""
    return Export.objects.filter(expires_at__lte=at).delete()[0]


def of_post(post_id: int) -> QuerySet[Shape]:
    """Return the reports that a post built, by title."""
    return Shape.objects.filter(post=post_id).order_by("title", "id").prefetch_related("exports")


def _due_on(today: date) -> list[str]:
    due = [Shape.Every.DAY]
    due += [Shape.Every.WEEK] if today.weekday() == 0 else []
    due += [Shape.Every.MONTH] if today.day == 1 else []
    return [str(one) for one in due]


def _note(shape: Shape, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    journal.append(f"reports:{shape.post_id}", verb, by=by, at=at, detail={"report": shape.pk, **detail})
