"""What workers read of their claims and money on their own page."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Min, Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.lib import numbers
from shramsetu.lib import text as texts
from shramsetu.lib.money import rupees
from shramsetu.schemes.models import Claim, Due
from shramsetu.workers.models import Worker
from shramsetu.workers.own_view import Line, Section

MOST = 20


def tell(worker: Worker, on: date) -> Section:
    """List the claims of a worker, the newest first: how each stands, what was paid, and what comes next."""
    del on
    return Section(_("My benefits"), _("You have not claimed anything yet."), list(_lines(worker)))


def _lines(worker: Worker) -> Iterator[Line]:
    book, language = rulebook.book(), get_language() or "hi"
    rows = list(Claim.objects.filter(worker=worker).select_related("case").order_by("-claimed_on", "-pk")[:MOST])
    paid, coming = _money(rows)
    for claim in rows:
        scheme = book.schemes.get(claim.scheme)
        said = [str(flow.flow_of(claim.case.kind).by_name[claim.case.state].portal), numbers.spaced(claim.case.number)]
        if sums := paid.get(claim.pk):
            said.append(str(_("paid so far: %(sum)s") % {"sum": ", ".join(_of_kind(kind, one) for kind, one in sums)}))
        if day := coming.get(claim.pk):
            said.append(str(_("next on %(day)s") % {"day": texts.dated(day, language)}))
        yield Line(scheme.name.say(language) if scheme else claim.scheme, " · ".join(said))


def _of_kind(kind: str, paise: int) -> str:
    """Say a sum with its kind: kinds are never added together, a deposit is no cash."""
    title = rulebook.book().scheme_rules.kinds.get(kind)
    return f"{title.say(get_language() or 'hi')} {rupees(paise)}" if title else rupees(paise)


def _money(claims: list[Claim]) -> tuple[dict[int, list[tuple[str, int]]], dict[int, date]]:
    """Sum what was paid, kind by kind, and find the next day, for all claims at once."""
    waiting = Q(stage__in=[Due.Stage.PLANNED, Due.Stage.BATCHED, Due.Stage.SENT, Due.Stage.RETURNED])
    rows = (
        Due.objects.filter(award__claim__in=[one.pk for one in claims])
        .values_list("award__claim", "kind")
        .annotate(paid=Sum("paise", filter=Q(stage=Due.Stage.PAID)), coming=Min("due_on", filter=waiting))
        .order_by("kind")
    )
    paid: dict[int, list[tuple[str, int]]] = {}
    coming: dict[int, date] = {}
    for pk, kind, sum_, day in rows:
        if sum_:
            paid.setdefault(pk, []).append((kind, sum_))
        if day:
            coming[pk] = min(day, coming.get(pk, day))
    return paid, coming
