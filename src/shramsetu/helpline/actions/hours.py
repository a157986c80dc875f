"""Hours extended at once in a disaster, and ended early."""

from datetime import datetime, timedelta

from django.db import transaction

from shramsetu import rulebook
from shramsetu.helpline import bells
from shramsetu.helpline.errors import BadSpan, Outdated
from shramsetu.helpline.models import Opening
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock


@transaction.atomic
def extend(
    line: str, *, until: datetime, reason: str, by: Actor, at: datetime, from_at: datetime | None = None
) -> Opening:
    """Keep a line open from now (or `from_at`) to `until`, whatever the rulebook says; it holds for the next call.

    Raises BadSpan for an end that is past or too far away, and NoRule for no such line.
    """
    begins = max(from_at or at, at)
    longest = timedelta(days=rulebook.book().number("helpline.extend_days_max", clock.day(at)))
    if line not in rulebook.book().helpline.lines:
        raise rulebook.NoRule(line)
    if not begins < until <= begins + longest:
        raise BadSpan
    row = Opening(line=line, from_at=begins, to_at=until, is_open=True, reason=reason[:200], by=by.key, at=at)
    row.save(force_insert=True)
    told = {"opening": row.pk, "from": begins.isoformat(), "until": until.isoformat()}
    journal.append(_stream(line), "extend", by=by, at=at, detail=told, private={"reason": reason})
    bells.show_floor()
    return row


@transaction.atomic
def end(opening: Opening, *, by: Actor, at: datetime) -> None:
    """Let the rulebook's hours hold again; raises Outdated if it has ended already."""
    if not Opening.objects.filter(pk=opening.pk, ended_at=None, to_at__gt=at).update(ended_at=at):
        raise Outdated
    journal.append(_stream(opening.line), "end", by=by, at=at, detail={"opening": opening.pk})
    bells.show_floor()


def _stream(line: str) -> str:
    return f"line:{line}"
