"""From a duty to the person it is owed to: what the name is needed for, the way there and back, or whom to ask."""

from django.http import HttpRequest

from shramsetu.bonded import rights
from shramsetu.bonded.models import Bondage, BondedDuty, Survivor
from shramsetu.casework.models import Case
from shramsetu.casework.panels import Panel
from shramsetu.journal.rules import Actor

# What the holder of a duty needs the name for; a slug of rulebook/bonded/reading.toml.
PURPOSES = {
    "identity": "papers",
    "bank-account": "papers",
    "immediate-assistance": "payment",
    "payment-returned": "payment",
    "not-received": "payment",
    "rehabilitation-line": "rehabilitation",
}


def panels(request: HttpRequest, case: Case) -> list[Panel]:
    """The button to the name for who may read it; for another holder, whom to ask for it."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    survivor = rights.survivor_of(case)
    if survivor is None:
        return []
    context: dict[str, object] = {"code": survivor.code, "number": case.number}
    if rights.may(survivor, rights.P2, by=by):
        return [Panel("side", "bonded/reading/panel.html", context)]
    if case.holder_id != by.post_id or not case.is_open:
        return []
    return [Panel("side", "bonded/reading/panel.html", {**context, "ask": survivor.case.holder})]


def wages(duty: BondedDuty, by: Actor) -> dict[str, object]:
    """Return what the duty to see to the wages shows its holder: the sum by the statement, or that none can be told."""
    if duty.clock != "wages" or duty.survivor is None or duty.case.holder_id != by.post_id:
        return {}
    bound = Bondage.objects.filter(pk=duty.survivor.pk).first()
    return {"ledger": duty.survivor.code, "wages": bound.wages_owed if bound else None}


def of(number: str, survivor: Survivor, *, by: Actor) -> BondedDuty | None:
    """Return the duty of this number from which its holder asks for the person; None for any other."""
    if not number:
        return None
    mine = BondedDuty.objects.filter(case__number=number, parent=survivor.case, case__holder=by.post_id)
    return mine.select_related("case").first()
