"""The sign-ins of the demo that show bonded labour by its roles: which post, and what waits there to be tried."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from shramsetu.offices.models import Charge

BONDED = (
    ("bonded-magistrate.firozabad", _("Sign a finding that was drafted, issue certificates, sanction payments")),
    ("dm.sonbhadra", _("Decide the review of a negative finding, find bondage proved, look at the committee")),
    ("labour.leo.agra", _("A payment came back from the bank: enter another account and send it again")),
    ("labour.leo.mirzapur", _("Answer another district that sends a family home; draw plans, pay visits")),
    ("home.superintendent.maharajganj", _("Decide whether an FIR is registered, and why not")),
    ("child-unit.baghpat", _("Bring a child before the Child Welfare Committee; children are all that is seen")),
    (
        "lead-bank.bhadohi",
        _("Open accounts for three freed children: a code name, and the name for that purpose alone"),
    ),
    ("social-welfare.chitrakoot", _("End one line of a plan with its proof: a code name is all that is seen")),
    ("prosecutor.prayagraj", _("See the proceedings of the district and fix the next date")),
    ("labour.lc", _("See who is freed and not paid, sanction balances, fix the home district in a dispute")),
    ("labour.secretary", _("See the red list of the state and the reports as they stood on any day")),
    ("auditor", _("Read ledgers, bank files, funds and registers without a name")),
)


_asked: list[Callable[[datetime], frozenset[str]]] = []


def missing_scenes(tell: Callable[[datetime], frozenset[str]]) -> Callable[[datetime], frozenset[str]]:
    """Ask this function for the codes of the posts whose scenes are not there yet; the demo plays them."""
    _asked.append(tell)
    return tell


def bonded(*, at: datetime) -> list[tuple[Charge, object, bool]]:
    """Return who sits in these posts, in their order, with what can be tried there and whether all of it is there."""
    codes = [code for code, _words in BONDED]
    held = Charge.objects.filter(to_at=None, user__is_active=True, post__code__in=codes)
    rows = held.exclude(kind=Charge.Kind.ASSISTANT).select_related("user", "post", "post__place").order_by("-pk")
    seats = {row.post.code: row for row in rows}
    missing = frozenset[str]().union(*(tell(at) for tell in _asked))
    return [(seats[code], words, code not in missing) for code, words in BONDED if code in seats]
