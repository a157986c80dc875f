"""What claims add to the desk: their panel, queues and pages, and how their story is told."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import rounds
from shramsetu.casework import signing as to_sign
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel, Queue, Tool, say
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.schemes import asked, choices, family_shown, looking, mine, registers, shown, signing, whose
from shramsetu.schemes.actions import facts
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.views import listing

OFFICERS = frozenset({Role.OFFICER, Role.DM, Role.MANDAL, Role.HEAD})
FILERS = frozenset({Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT, Role.OPERATOR, Role.OFFICER})
TO_DECIDE = ("sanction", "confirming", "committee", "heard", "appealed", "appeal_heard")


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    claim = Claim.objects.select_related("worker__district", "worker__family").get(pk=case.pk)
    found = looking.of_claim(claim)
    claim.case = case
    about = whose.of_claim(claim)
    cautions = [*whose.of_member(about), *registers.differing(about, on=claim.edition_on)] if case.is_open else []
    again = whose.again(about, claim.event_on) if case.is_open else []
    is_asked = any(one.condition.slug == whose.DOUBLE for one in found.answers)
    context = {
        "member": whose.named(about),
        "cautions": cautions if is_asked else [*cautions, *again],
        "beside": again if is_asked else [],
        "claim": claim,
        "case": case,
        "scheme": found.edition.scheme,
        "lines": shown.live(found),
        "gifts": shown.gifts(found),
        "sheets": shown.sheets(claim, found),
        "draw": shown.draw(claim, on=clock.day(case.opened_at)),
        "changed": _has_moved(claim, found),
        "may_settle": _may_settle(request, case),
    }
    side = {"orders": shown.orders(claim), "case": case, "claim": claim, "family": family_shown.of(claim)}
    return [
        Panel("words", "schemes/claims/panel.html", context),
        Panel("side", "schemes/claims/side.html", side),
    ]


def _has_moved(claim: Claim, found: Outcome) -> bool:
    """Tell whether a condition stands otherwise than when somebody last looked, and no officer settled a fact of it."""
    last = shown.latest(claim)
    before, now = _results(shown.lines(last)), _results(shown.live(found))
    settled = {name for name, row in claim.facts.items() if _at(row) > _at(last)}
    if found.edition.scheme.event in settled:
        return False  # everything is reckoned by another day
    behind = {one.slug: asked.behind(one.tree) for one in found.edition.conditions}
    moved = {slug for slug in {*before, *now} if before.get(slug, "") != now.get(slug, "")}
    return any(not settled & behind.get(slug, set()) for slug in moved)


def _at(row: Mapping[str, object]) -> datetime:
    """Return when a fact or an answer was kept."""
    return datetime.fromisoformat(str(row["at"])) if "at" in row else datetime.min.replace(tzinfo=UTC)


def _results(lines: list[shown.Line]) -> dict[str, bool | None]:
    return {one.slug: one.result for one in lines}


def _may_settle(request: HttpRequest, case: Case) -> bool:
    post = getattr(request, "post", None)
    return post is not None and case.holder_id == post.pk and case.state in facts.SETTLING


def _tools(request: HttpRequest, case: Case) -> list[Tool]:
    found = [Tool("claims:sheet", _("Claim (PDF)"), "printer")]
    if _may_settle(request, case):
        found.insert(0, Tool("claims:facts", _("Facts and papers"), "list-checks", key="p", is_next=_is_raw(case)))
    return found


def _is_raw(case: Case) -> bool:
    """Tell whether facts and papers are what comes next: while something is not settled yet."""
    if case.state not in ("submitted", "scrutiny"):
        return False
    claim = Claim.objects.select_related("worker").get(pk=case.pk)
    found = looking.of_claim(claim)
    return bool(found.open) or any(one.is_needed and not one.is_good for one in shown.sheets(claim, found))


def _words(cases: list[Case]) -> Mapping[int, str]:
    """Return what a list says of each claim: the scheme, and whether it is on the fast track."""
    if not cases:
        return {}
    rules, language = rulebook.book().scheme_rules.rules, get_language() or "hi"
    rows = Claim.objects.filter(pk__in=[one.pk for one in cases]).values_list("pk", "scheme", "track")
    return {
        pk: f"{rules[scheme].name.say(language)}{' · ' + str(Claim.Track.FAST.label) if track == 'fast' else ''}"
        for pk, scheme, track in rows
        if scheme in rules
    }


KINDS.panels["claim"], KINDS.tools["claim"], KINDS.lists["claim"] = _panels, _tools, _words
KINDS.hints["claim"] = signing.hints
KINDS.queues += [
    Queue(
        "claims_new",
        _("Claims to look at"),
        "file-search",
        lambda at: Q(kind="claim", state__in=["submitted", "scrutiny"]),
        "now",
        frozenset({Role.OFFICER}),
    ),
    Queue(
        "claims_deciding",
        _("Claims to decide"),
        "stamp",
        lambda at: Q(kind="claim", state__in=TO_DECIDE),
        "now",
        OFFICERS,
    ),
    Queue(
        "claims_hearing",
        _("Hearings of claims"),
        "calendar-clock",
        lambda at: Q(kind="claim", state__in=["noticed", "to_hear", "appeal_noticed"]),
        "",
        OFFICERS,
    ),
    Queue(
        "claims_visits",
        _("Field checks of claims"),
        "map-pin",
        lambda at: Q(kind="claim", state="visiting"),
        "",
        frozenset({Role.OFFICER, Role.ENQUIRY}),
    ),
]
to_sign.register(
    "claim",
    {
        "confirming": to_sign.Sign("confirm", "full_check"),
        "sanction": to_sign.Sign("sanction", "send_back"),
        "committee": to_sign.Sign("approve", "send_back"),
    },
)
rounds.register("claim", "visiting", _("Field check of a claim"))
KINDS.doors += [
    Door("claims:list", _("List of claims"), "list", frozenset(listing.READERS)),
    Door("claims:start", _("File a claim"), "file-plus", FILERS),
    Door("claims:many", _("Sanction many"), "list-checks", frozenset({Role.OFFICER, Role.HEAD})),
]
say(
    {
        "register": _("The claim was made; given to %(holder)s"),
        "open": _("Opened"),
        "check": _("Recommended; given to %(holder)s"),
        "visit": _("A field check was ordered: %(holder)s"),
        "report_visit": _("The field check was reported"),
        "ask": _("The applicant was asked"),
        "answer": _("The applicant answered"),
        "recall": _("The question was taken back"),
        "resume": _("No answer came in time; it goes on"),
        "settle": _("A fact was settled"),
        "look_at_paper": _("A paper was looked at"),
        "give_notice": _("Notice was given; to be heard by %(holder)s"),
        "object": _("The applicant said something against the notice"),
        "hearing_due": _("The day of the hearing is over"),
        "hear": _("The hearing was recorded"),
        "drop_notice": _("The notice was taken back"),
        "refuse": _("Refused by an order"),
        "confirm": _("Confirmed and sanctioned on the fast track"),
        "full_check": _("Sent to the full check"),
        "sanction": _("Sanctioned; given to %(holder)s"),
        "approve": _("Approved by the committee; given to %(holder)s"),
        "send_back": _("Sent back for scrutiny"),
        "pay": _("Paid"),
        "appeal": _("Appealed; given to %(holder)s"),
        "fix_appeal": _("The hearing of the appeal was fixed"),
        "appeal_due": _("The day of the hearing of the appeal is over"),
        "hear_appeal": _("The hearing of the appeal was recorded"),
        "allow_appeal": _("The appeal was allowed"),
        "remand": _("To be looked at anew by %(holder)s"),
        "dismiss_appeal": _("The appeal was dismissed"),
        "shelve": _("Laid aside until papers come"),
        "complete": _("Completed; given to %(holder)s"),
        "withdraw": _("Taken back by the applicant"),
        "add": _("The applicant added something"),
        "note": _("A note of the office"),
        "escalate": _("Time over; passed to %(holder)s"),
        "finalise": _("Time to appeal or complete is over"),
    },
    "claim",
)

__all__ = ["choices", "mine"]
