"""The same site, owner or agent again (A22): met by keyed hashes alone, told at once, inspected within a week."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from shramsetu.bonded.actions import duties
from shramsetu.bonded.models import Accused, Operation, Repeat, Site
from shramsetu.journal.rules import Actor

REPEAT = "repeat-site"
SITE, ACCUSED = "site", "accused"


@transaction.atomic
def look(operation: Operation, *, by: Actor, at: datetime) -> list[Repeat]:
    """Note every earlier operation at whose site, or against whose accused, this one goes again; return the new ones.

    Called whenever a site or an accused is named in an operation; safe to repeat.
    """
    found = [*_sites(operation, at), *_accused(operation, at)]
    known = set(Repeat.objects.filter(operation=operation).values_list("earlier_id", "code", "earlier_code"))
    fresh = [one for one in found if (one.earlier_id, one.code, one.earlier_code) not in known]
    if fresh:
        Repeat.objects.bulk_create(fresh, ignore_conflicts=True)
        duties.start(operation.case, REPEAT, from_at=at, by=by, at=at)
    return fresh


def _sites(operation: Operation, at: datetime) -> Iterable[Repeat]:
    site = operation.site
    if site is None:
        return
    alike = Site.objects.filter(keys__overlap=site.keys) if site.keys else Site.objects.filter(pk=site.pk)
    before = Operation.objects.filter(site__in=alike).exclude(pk=operation.pk).select_related("site")
    for one in before.order_by("pk"):
        assert one.site is not None
        yield Repeat(operation=operation, earlier=one, what=SITE, code=site.code, earlier_code=one.site.code, at=at)


def _accused(operation: Operation, at: datetime) -> Iterable[Repeat]:
    for here in Accused.objects.filter(operation=operation).exclude(keys=[]).order_by("pk"):
        before = Accused.objects.filter(keys__overlap=here.keys, operation__isnull=False).exclude(operation=operation)
        for one in before.select_related("operation").order_by("pk"):
            assert one.operation is not None
            yield Repeat(
                operation=operation,
                earlier=one.operation,
                what=ACCUSED,
                code=here.code,
                earlier_code=one.code,
                at=at,
            )
