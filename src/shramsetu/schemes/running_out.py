"""Whose time runs out in what was begun: a claim not sent, one laid aside, a refusal without an appeal."""

from collections.abc import Iterator
from datetime import date

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.rulebook.basis import NoRule
from shramsetu.schemes import asked
from shramsetu.schemes.actions import drafts
from shramsetu.schemes.engines.pointing import Row
from shramsetu.schemes.models import Claim, Draft, Unclaimed
from shramsetu.schemes.rules import deadline, outcome

Sign = Unclaimed.Sign
_WAITS = {"incomplete": Sign.PAPERS, "refused": Sign.APPEAL}


def found(first: int, last: int, on: date) -> Iterator[Row]:
    """Yield the rows of the workers from `first` to `last` that have a last day from `on`: of several the soonest."""
    soonest: dict[tuple[int, str, str], Row] = {}
    for row in (*_drafts(first, last, on), *_closed(first, last, on)):
        _worker, _scheme, _sign, _event, last_on, *_place = row
        before = soonest.setdefault(row[:3], row)
        if last_on is not None and before[4] is not None and last_on < before[4]:
            soonest[row[:3]] = row
    yield from soonest.values()


def _drafts(first: int, last: int, on: date) -> Iterator[Row]:
    """Yield drafts of schemes with a window whose event was told."""
    for draft in _begun(first, last):
        try:
            span = _window(draft, on)
        except NoRule:
            continue
        if span is not None and span[1] >= on:
            worker = draft.worker
            yield worker.pk, draft.scheme, Sign.DRAFT.value, *span, worker.district_id, worker.place_id


def _window(draft: Draft, on: date) -> tuple[date, date] | None:
    """Return the day of the event of a draft and the last day to apply; raises NoRule while either is not known."""
    book = rulebook.book().scheme_rules
    edition, facts = outcome.asked(book, draft.scheme, asked.as_told(drafts.values(draft)), on=on)
    span, event = deadline.window(edition, facts), facts.values.get(edition.scheme.event or "")
    if span is None or span.last is None or not isinstance(event, date):
        return None
    return event, span.last


def _begun(first: int, last: int) -> Iterator[Draft]:
    rows = Draft.objects.filter(claim=None, worker__merged_into=None, worker__erased_at=None)
    yield from rows.filter(worker__gte=first, worker__lte=last).select_related("worker").iterator()


def _closed(first: int, last: int, on: date) -> Iterator[Row]:
    """Yield claims that rest and can be gone on with."""
    rows = Claim.objects.filter(worker__gte=first, worker__lte=last, case__state__in=_WAITS)
    for claim in rows.filter(case__rests_until__isnull=False).select_related("case", "worker"):
        assert claim.case.rests_until is not None
        last_on, worker = clock.day(claim.case.rests_until), claim.worker
        if last_on >= on:
            sign = _WAITS[claim.case.state].value
            yield worker.pk, claim.scheme, sign, claim.event_on, last_on, worker.district_id, worker.place_id
