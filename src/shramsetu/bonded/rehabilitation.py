"""Named reads of plans and of the gate of the balance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import entitled, owners, standing
from shramsetu.bonded.models import Account, Payment, PlanLine, Proof, Survivor, Track, Transfer
from shramsetu.bonded.rules import gate, justice
from shramsetu.bonded.rules.money import STANDING
from shramsetu.lib import clock
from shramsetu.places.models import Place

# From where on the certificate is there; who came home without one is still chasing it.
CERTIFIED = frozenset(
    {"certified", "travelling", "home", "planned", "followed", "self_reliant", "handed_over", "rebonded"}
)

PROOF_WORDS: Mapping[str, str | Promise] = {
    "certificate": _("Release certificate"),
    "account_checked": _("Bank account that a second officer checked, or a cheque with its reason"),
    "annuity_consent": _("Consent of the freed person to an annuity"),
    "convicted": _("Conviction"),
    "decision_confirmed": _("Confirmation of the court's decision by prosecutor or magistrate"),
    "summary_trial_found": _("Finding of bondage in a concluded summary trial"),
    "dm_proof": _("District Magistrate's finding of proof of bondage"),
    "state_sanction": _("Sanction of the state or the ministry"),
}
WAY_WORDS: Mapping[str, str | Promise] = {
    "conviction": _("by a conviction"),
    "summary_trial": _("by the finding of a summary trial"),
    "dm_finding": _("by the District Magistrate's finding and the sanction, without a conviction"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One head of a plan as it stands: `state` is that of its duty, empty before the plan is approved."""

    head: str
    wanted: bool
    why_not: str
    state: str
    due_at: datetime | None
    number: str


def lines(survivor: Survivor) -> list[Line]:
    """Return the lines of a person's plan in the order of the rulebook's heads."""
    rows = PlanLine.objects.filter(plan=survivor.pk).select_related("duty")
    found = {
        row.head: Line(
            head=row.head,
            wanted=row.wanted,
            why_not=row.why_not,
            state=row.duty.state if row.duty else "",
            due_at=row.duty.due_at if row.duty else None,
            number=row.duty.number if row.duty else "",
        )
        for row in rows
    }
    return [found[head] for head in rulebook.book().bonded.heads if head in found]


def claimant(survivor: Survivor) -> Place | None:
    """Return the district that lays a person's balance before the state: the one agreed on when they were handed over.

    Without a transfer, or where the home is in another state, that of the rescue; its trial is there.
    """
    standing = Transfer.objects.filter(persons__survivor=survivor.pk).exclude(
        stage__in=[Transfer.Stage.WITHDRAWN, Transfer.Stage.REFUSED]
    )
    last = standing.select_related("native_district").order_by("-drafted_at", "-pk").first()
    if last is not None and last.balance_by == Transfer.Claims.NATIVE and last.native_district is not None:
        return last.native_district
    return survivor.case.district


def proof_in_force(survivor: Survivor, kind: str) -> Proof | None:
    """Return the decision of this kind that stands."""
    return Proof.objects.filter(survivor=survivor, kind=kind, replaced_at=None).first()


def proofs(survivor: Survivor) -> gate.Proofs:
    """Return what is on record of what the gate asks."""
    entitlement = entitled.of(survivor)
    decided = dict(Proof.objects.filter(survivor=survivor, replaced_at=None).values_list("kind", "holds"))
    courts = Track.objects.filter(persons=survivor, decided_on__isnull=False)
    ended, waiting = list[justice.Ended](), list[justice.Ended]()
    for track, outcome, found, confirmed_at in courts.values_list(
        "track", "case__outcome", "found_bondage", "confirmed_at"
    ):
        (ended if confirmed_at else waiting).append(justice.Ended(track, outcome, bool(found)))
    return gate.Proofs(
        convicted=any(justice.convicted(one) for one in ended),
        summary_trial_found=any(justice.summary_found(one) for one in ended),
        dm_proof=decided.get(Proof.Kind.DM_PROOF, False),
        state_sanction=decided.get(Proof.Kind.SANCTION, False),
        certificate=survivor.case.state in CERTIFIED and not standing.is_withdrawn(survivor.pk),
        account_checked=_account_checked(survivor),
        annuity_consent=decided.get(Proof.Kind.CONSENT, False),
        annuity_due=entitlement is not None and entitlement.annuity_least_paise > 0,
        to_confirm=any(justice.opens(one) for one in waiting),
    )


def _account_checked(survivor: Survivor) -> bool:
    """Tell whether there is an account that two persons saw, or a cheque was sanctioned with its reason."""
    account = Account.objects.filter(survivor=survivor, ended_at=None, checked_by__isnull=False)
    cheque = Payment.objects.filter(survivor=survivor, mode=Payment.Mode.CHEQUE, stage__in=STANDING)
    return account.exists() or cheque.exists()


def gate_of(survivor: Survivor) -> gate.Gate:
    """Return how the gate of the balance stands for a person."""
    return gate.gate(proofs(survivor))


@dataclass(frozen=True, slots=True)
class Owed:
    """A proof that the balance lacks: what it is, who owes it, since when."""

    proof: str | Promise
    owner: str
    since: date


@dataclass(frozen=True, slots=True)
class Balance:
    """How the gate of the balance stands in words: by which way it is open, empty while it is shut; what it lacks."""

    way: str | Promise
    missing: Sequence[Owed]


def balance(survivor: Survivor) -> Balance:
    """Return how the gate stands: what it lacks on the shortest way, who owes that, since when."""
    found, language = gate_of(survivor), get_language() or "hi"
    lacks = [
        Owed(PROOF_WORDS[one.proof], owners.title(one.owner, language), _since(survivor, one.proof))
        for one in found.missing
    ]
    return Balance(WAY_WORDS[found.way] if found.is_open else "", lacks)


def _since(survivor: Survivor, proof: str) -> date:
    """Return from when on a proof has been owed: the sanction from the DM's finding on, the others from the release."""
    if proof == "state_sanction":
        decided = proof_in_force(survivor, Proof.Kind.DM_PROOF)
        if decided is not None:
            return decided.order_on
    return survivor.released_on or clock.day(survivor.case.opened_at)
