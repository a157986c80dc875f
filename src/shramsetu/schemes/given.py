"""What families were given, as other packages ask for it: every living claim, for whom, and whether it was granted."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Sum

from shramsetu import rulebook
from shramsetu.schemes.models import Award, Claim
from shramsetu.schemes.rules import whose
from shramsetu.workers import household
from shramsetu.workers.rules.household import Given


def of_workers(workers: Sequence[str]) -> Iterable[Given]:
    """Return what these workers (by number) claim or were granted, in two queries; the oldest first is the caller's."""
    rows = list(Claim.objects.filter(worker__number__in=workers, is_live=True).select_related("case", "worker"))
    sums = Award.objects.filter(claim__in=rows).values("claim", "kind").annotate(paise=Sum("total_paise")).order_by()
    granted: dict[int, list[tuple[str, int]]] = {}
    for one in sums:
        granted.setdefault(one["claim"], []).append((one["kind"], one["paise"] or 0))
    return [given for row in rows for given in _of(row, granted.get(row.pk, []))]


def _of(row: Claim, sums: list[tuple[str, int]]) -> Iterable[Given]:
    """Yield a claim once for each kind of benefit it brought: kinds are never added together."""
    on, about = row.event_on or row.claimed_on, _about(row.scheme, row.facts)
    is_granted = row.sanctioned_on is not None
    for kind, paise in sums or [("", 0)]:
        yield Given(
            scheme=row.scheme,
            worker=row.worker.number,
            claim=row.case.number,
            on=on,
            about=about,
            is_granted=is_granted,
            paise=paise,
            kind=kind,
        )


def _about(scheme: str, facts: Mapping[str, Mapping[str, object]]) -> str:
    """Return whose event it was, as a claim tells it: the birthday of whom it is about."""
    rule = rulebook.book().scheme_rules.rules.get(scheme)
    values = {name: one.get("value") for name, one in facts.items()}
    row = whose.asked(rule, values) if rule else None  # type: ignore[arg-type] # days as they are kept
    return str(values.get(row.born) or "") if row else ""


household.SOURCES["schemes"] = of_workers
