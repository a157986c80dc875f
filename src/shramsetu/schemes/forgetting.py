"""Erasing what is personal in claims that are over for good, and drafts that nobody sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from shramsetu.casework import forgetting, rules
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.schemes.models import Award, Claim, Draft, Order, Paper
from shramsetu.workers import forgetting as registry
from shramsetu.workers.models import Worker

COUNTED = ("bride",)  # how many daughters' weddings a family was helped with is counted for as long as it lives


def erase(cases: Sequence[Case], at: datetime) -> None:
    """Erase facts, family and reasons of `cases`; scheme, days, sums, answers by condition and who decided stay."""
    del at
    pks = [case.pk for case in cases]
    Draft.objects.filter(claim__in=pks).delete()
    Paper.objects.filter(claim__in=pks).update(note="", file=None)
    Order.objects.filter(claim__in=pks).update(reasons="", said="", frozen={})
    for claim in Claim.objects.filter(pk__in=pks).only("outcome", "facts", "family", "subject"):
        counted = {name: claim.facts[name] for name in COUNTED if name in claim.facts}
        Claim.objects.filter(pk=claim.pk).update(facts=counted, family={}, outcome=_bare(claim.outcome))


def _bare(outcome: dict[str, dict[str, list[dict[str, object]]]]) -> dict[str, object]:
    """Return what was answered without the values: which condition held, and what was given."""
    kept = ("slug", "result", "proved")
    return {
        stage: {**found, "answers": [{name: one[name] for name in kept} for one in found.get("answers", [])]}
        for stage, found in outcome.items()
    }


def forget_drafts(*, at: datetime) -> int:
    """Remove drafts that nobody went on with for as long as drafts are kept; return how many."""
    old = at - timedelta(days=rules.figure("privacy.draft_days", at))
    return Draft.objects.filter(claim=None, changed_at__lt=old).delete()[0]


forgetting.ERASERS.append(erase)


def _without_business(rows: QuerySet[Worker]) -> QuerySet[Worker]:
    """Leave out the workers of whom a claim is being decided, or to whom something is still paid."""
    mine = Claim.objects.filter(worker=OuterRef("pk"))
    deciding = mine.filter(case__phase__in=[OPEN, PAUSED])
    paying = Award.objects.filter(claim__worker=OuterRef("pk"), state__in=[Award.State.LIVE, Award.State.STOPPED])
    return rows.filter(~Exists(deciding), ~Exists(paying))


registry.HOLDS.append(_without_business)
