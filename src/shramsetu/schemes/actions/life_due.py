"""Certificates of life that fall due: each pensioner is told once a time, before the pension stops without it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Greatest

from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers
from shramsetu.messages import actions as messages
from shramsetu.messages.models import Message
from shramsetu.schemes import ledger
from shramsetu.schemes.actions import pensions
from shramsetu.schemes.models import Award, LifeProof
from shramsetu.schemes.rules import plans
from shramsetu.schemes.rules.plans import LifeRule

TEMPLATE = "pension-life-due"
WRITTEN = 500


@transaction.atomic
def tell(board: str, *, by: Actor, at: datetime) -> int:
    """Tell each worker whose certificate of life is due, once for each time it is; return how many were told now."""
    on, count = clock.day(at), 0
    for part in _cut(_drafts(board, on)):
        known = set(Message.objects.filter(key__in=[one.key for one in part]).values_list("key", flat=True))
        new = [one for one in part if one.key not in known]
        messages.send_many(new, by=by, at=at)
        count += len(new)
    return count


def _drafts(board: str, on: date) -> Iterator[messages.Draft]:
    rule = pensions.life_rule(on)
    seen = LifeProof.objects.filter(award=OuterRef("pk")).order_by("-on").values("on")[:1]
    live = Award.objects.filter(
        board=board, kind=Award.Kind.PENSION, state=Award.State.LIVE, payee__worker__isnull=False
    )
    rows = ledger.without_proof(ledger.of_the_living(live), on).annotate(seen=Greatest("first_month", Subquery(seen)))
    for award in rows.select_related("claim__case", "payee__worker__merged_into").order_by("pk").iterator(WRITTEN):
        worker = award.payee.worker
        to = worker and (worker.merged_into or worker)
        if to and to.phone:
            recipient = messages.Recipient(to.phone, to.language)
            yield _draft(award, award.seen, rule, to=recipient)


def _draft(award: Award, seen: date, rule: LifeRule, *, to: messages.Recipient) -> messages.Draft:
    """Word what one pensioner is told: until when money comes, or has come, without a new certificate."""
    last = max(plans.life_through(seen, rule), award.paid_through or seen)
    until, case = plans.month_of(last, 1) - timedelta(days=1), award.claim.case
    values = {"number": numbers.spaced(case.number), "date": f"{until:%d.%m.%Y}"}
    key = f"life-due:{award.pk}:{plans.life_from(seen, rule):%Y-%m}"
    return messages.Draft(TEMPLATE, to, values, case.stream, key)


def _cut(drafts: Iterator[messages.Draft]) -> Iterator[list[messages.Draft]]:
    while part := list(islice(drafts, WRITTEN)):
        yield part
