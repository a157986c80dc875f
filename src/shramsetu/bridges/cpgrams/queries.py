"""Named reads of the files of CPGRAMS: what came, what a report may say, and where both sides differ."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shramsetu.bridges.cpgrams.models import CpgramsFile, CpgramsReport, CpgramsRow, CpgramsStanding
from shramsetu.bridges.models import Reference, System
from shramsetu.casework import queries as cases
from shramsetu.casework.flow import Phase
from shramsetu.casework.models import Case
from shramsetu.grievances.models import Report
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

OPEN, AT_REST = (Phase.OPEN, Phase.PAUSED), (Phase.CLOSED, Phase.FINAL)
MISSING, UNTOLD, CLOSED_THERE, REOPENED = "missing", "untold", "closed-there", "reopened"
Outcome = CpgramsRow.Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a file are what, and how many were settled."""

    new: int
    same: int
    changed: int
    wrong: int
    doubtful: int
    waiting: int


def files() -> QuerySet[CpgramsFile]:
    """Return the files that were handed in, the newest first, with how many rows cannot be taken."""
    wrong = Count("lines", filter=Q(lines__outcome=Outcome.WRONG))
    return CpgramsFile.objects.select_related("run").annotate(wrong=wrong).order_by("-made_at", "-pk")


def counts(file: CpgramsFile) -> Counts:
    """Count the rows of a file."""
    of = {name: Count("pk", filter=Q(outcome=name)) for name in Outcome.values}
    doubtful = Count("pk", filter=~Q(doubts=[]) & ~Q(outcome=Outcome.WRONG))
    waiting = Count("pk", filter=Q(settled_at=None) & ~Q(closed=b""))
    return Counts(**CpgramsRow.objects.filter(file=file).aggregate(**of, doubtful=doubtful, waiting=waiting))


def rows(file: CpgramsFile, what: str) -> QuerySet[CpgramsRow]:
    """Return rows of a file in its order: those of an outcome, the doubtful ones, or all that need a look."""
    found = CpgramsRow.objects.filter(file=file).order_by("line").defer("closed")
    if what in Outcome.values:
        return found.filter(outcome=what)
    if what == "doubtful":
        return found.exclude(doubts=[]).exclude(outcome=Outcome.WRONG)
    return found.filter(Q(outcome=Outcome.WRONG) | ~Q(doubts=[]))


def numbers_here(found: list[CpgramsRow], by: Actor) -> dict[str, str]:
    """Return the numbers of the cases of some rows that `by` may open, none of them sealed."""
    numbers = [row.number for row in found if row.number]
    known = Reference.objects.filter(system=System.CPGRAMS, number__in=numbers, case__in=_cases(by))
    return dict(known.values_list("number", "case__number"))


def standings(by: Actor) -> QuerySet[CpgramsStanding]:
    """Return how the registrations stand whose case `by` may open; a sealed one goes into no file."""
    rows = CpgramsStanding.objects.select_related("reference__case").order_by("reference__number")
    return rows.filter(reference__case__in=_cases(by))


def moved(by: Actor, first: date, last: date) -> QuerySet[CpgramsStanding]:
    """Return those registered, passed on, reported on or closed within some days."""
    span = (clock.bounds(first)[0], clock.bounds(last)[1])
    reported = Report.objects.filter(case=OuterRef("reference__case"), at__gte=span[0], at__lt=span[1])
    within = Q(pk__in=[])
    for name in ("opened_at", "level_at", "closed_at"):
        within |= Q(**{f"reference__case__{name}__gte": span[0], f"reference__case__{name}__lt": span[1]})
    return standings(by).filter(within | Exists(reported))


def sealed_among() -> int:
    """Count the registrations that became sealed cases: their answer goes by hand."""
    return CpgramsStanding.objects.filter(reference__case__sealed=True).count()


def missing() -> QuerySet[CpgramsRow]:
    """Return what the portal has and we do not: numbers of rows never taken, the newest of each."""
    here = Reference.objects.filter(system=System.CPGRAMS, number=OuterRef("number"), case__isnull=False)
    open_rows = CpgramsRow.objects.filter(settled_at=None).filter(~Exists(here)).exclude(number="")
    newest = open_rows.order_by("number", "-pk").distinct("number").values("pk")
    return CpgramsRow.objects.filter(pk__in=newest).select_related("file").defer("closed").order_by("number")


def differing(by: Actor, what: str) -> QuerySet[CpgramsStanding]:
    """Return where both sides say something else of a case, of the kind `what`."""
    return standings(by).filter(_DIFFERS[what])


def differences(by: Actor) -> dict[str, int]:
    """Count each kind of difference."""
    counted = {name.replace("-", "_"): Count("pk", filter=rule) for name, rule in _DIFFERS.items()}
    found = standings(by).order_by().aggregate(**counted)
    return {MISSING: missing().count(), **{name: found[name.replace("-", "_")] for name in _DIFFERS}}


def reports(by: Actor) -> QuerySet[CpgramsReport]:
    """Return the reports that this officer made in this post, the newest first."""
    rows = CpgramsReport.objects.filter(post=by.post_id, user=by.user_id).defer("closed", "lines")
    return rows.order_by("-made_at", "-pk")


_DIFFERS = {
    UNTOLD: Q(is_told_disposed=False, is_closed_there=False, reference__case__phase__in=AT_REST),
    CLOSED_THERE: Q(is_told_disposed=False, is_closed_there=True, reference__case__phase__in=OPEN),
    REOPENED: Q(is_told_disposed=True, reference__case__phase__in=OPEN),
}


def _cases(by: Actor) -> QuerySet[Case]:
    return cases.cases_visible_to(by).filter(sealed=False)
