"""The sign-ins of the demo that show a procedure by its roles: which post, and what waits there to be tried."""

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
REGISTRY = (
    ("service-centre.lucknow", _("File a registration, a renewal or a claim for somebody at the counter")),
    ("bocw.registrar.lucknow", _("Check applications, register, print cards, approve a change of bank or name")),
    ("bocw.steward.lucknow", _("Look at pairs that may be one person: merge, or say never the same")),
    ("labour.leo.lucknow", _("Look at the papers of claims, ask, go and see, give notice before a refusal")),
    ("labour.alc.lucknow", _("Sanction claims, singly or many at once; confirm those of the fast track")),
    ("bocw.accounts", _("Make batches of payments, read what the bank answers, see deposits and pensions")),
    ("bocw.accounts", _("The second person of that desk: approve or send back the batches which the first one made")),
    ("bocw.board-secretary", _("See coverage, who was left behind, what came of the money; draw a draft order")),
)
WORKS = (
    ("works-agency.varanasi", _("Measure the school, enter a visit by phone, name what stands in the way")),
    ("revenue.adm.moradabad", _("See what stands in a building's way and is yours; say that it is cleared")),
    ("labour.alc.bareilly", _("Approve plans, write sanctions and releases, say what is ready")),
)
REVIEWS = (
    ("labour.lc", _("Hold a review: begin, write decisions, end, issue minutes; see the red list on a phone")),
    ("labour.leo.kanpur-nagar", _("Answer before a review, report a decision with proof")),
)
DOORS = (
    (
        "labour.alc.kanpur-nagar",
        _("The counter: type letters that were scanned, print slips, keep the registers, hold a Jan-Sunwai or camp"),
    ),
    ("state-desk", _("Take a file of the PG portal in, download the action-taken report, see where both sides differ")),
    ("administrator", _("See what went to IGRS, what it refused, and which systems are told of events (webhooks)")),
    ("operators-1076", _("Read e-mails, make complaints of them, put spam aside")),
    ("labour.leo.kanpur-nagar", _("See an accident of which 112 told us, and one that went to 112")),
)
GROUPS = (
    (_("Workers and benefits: what can be tried"), REGISTRY),
    (_("Bonded labour: what can be tried"), BONDED),
    (_("Buildings: what can be tried"), WORKS),
    (_("Other systems and e-mail: what can be tried"), DOORS),
    (_("Reviews: what can be tried"), REVIEWS),
)


_asked: list[Callable[[datetime], frozenset[str]]] = []


def missing_scenes(tell: Callable[[datetime], frozenset[str]]) -> Callable[[datetime], frozenset[str]]:
    """Ask this function for the codes of the posts whose scenes are not there yet; the demo plays them."""
    _asked.append(tell)
    return tell


def groups(*, at: datetime) -> list[tuple[object, list[tuple[Charge, object, bool]]]]:
    """Return who sits in these posts, procedure by procedure, with what can be tried there and whether it is there.

    A desk that is named twice in one procedure shows two of its people; the next procedure begins with the first again.
    """
    codes = [code for _title, seats in GROUPS for code, _words in seats]
    held = Charge.objects.filter(to_at=None, user__is_active=True, post__code__in=codes)
    rows = held.exclude(kind=Charge.Kind.ASSISTANT).select_related("user", "post", "post__place").order_by("-pk")
    waiting: dict[str, list[Charge]] = {}
    for row in rows:
        waiting.setdefault(row.post.code, []).append(row)
    missing = frozenset[str]().union(*(tell(at) for tell in _asked))
    found: list[tuple[object, list[tuple[Charge, object, bool]]]] = []
    for title, seats in GROUPS:
        left = {code: list(charges) for code, charges in waiting.items()}
        found.append(
            (title, [(left[code].pop(), words, code not in missing) for code, words in seats if left.get(code)])
        )
    return found
