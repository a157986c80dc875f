"""How the matter of a claim is read by a procedure that takes it over: a complaint about it, by one press."""

from shramsetu import rulebook
from shramsetu.casework import flow, handing
from shramsetu.casework.handing import Matter
from shramsetu.casework.models import Case
from shramsetu.schemes.models import Claim

BY_STATE = {"refused": "bocw-claim-rejected", "refused_final": "bocw-claim-rejected"}
PAYING = ("sanctioned", "paid")
BY_SCHEME = {
    "bocw-marriage-help": "bocw-marriage",
    "bocw-maternity-help": "bocw-maternity",
    "bocw-education-help": "bocw-education",
    "bocw-death-help": "bocw-death",
    "bocw-illness-help": "bocw-illness",
    "bocw-pension-help": "bocw-pension",
    "uow-accident-help": "uow-accident-insurance",
    "uow-health-help": "uow-health",
}


def of(case: Case) -> Matter:
    """Return what a claim is about, in words that a complaint can begin with."""
    claim = Claim.objects.select_related("worker").get(pk=case.pk)
    rule = rulebook.book().scheme_rules.rules[claim.scheme]
    state = flow.flow_of("claim").by_name[case.state]
    text = f"{rule.name.hi}: हितलाभ आवेदन {case.number}, {claim.claimed_on:%d.%m.%Y} का। स्थिति: {state.label}।"
    teller = {"name": claim.worker.name, "phone": claim.worker.phone, "safe_to_call": True}
    return Matter(case, text, teller=teller, category=_category(claim, case))


def _category(claim: Claim, case: Case) -> str:
    if claim.scheme.startswith("uow"):
        return BY_SCHEME.get(claim.scheme, "other-uow")
    if case.state in PAYING:
        return "bocw-payment-failed"
    return BY_STATE.get(case.state) or BY_SCHEME.get(claim.scheme, "bocw-other-scheme")


handing.READERS["claim"] = of
