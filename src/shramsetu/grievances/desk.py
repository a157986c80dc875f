"""What complaints add to the desk: their lists, queues, pages, panels of the case page, and sentences."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import choices, rounds, sealing, signing
from shramsetu.casework.models import CLOSED, Case, Duty
from shramsetu.casework.panels import KINDS, Door, Panel, Queue, Tool, say
from shramsetu.casework.signing import Sign
from shramsetu.grievances import casefile, counted, lists, matter, taking
from shramsetu.grievances.models import Explanation, Feedback, Grievance
from shramsetu.grievances.sentences import RESULTS, SENTENCES
from shramsetu.offices.models import Role

KINDS_HERE = ("grievance", "information", "demand", "suggestion")
FILERS = frozenset({Role.OPERATOR, Role.EDISTRICT, Role.CSC, Role.SUPERVISOR})
OFFICERS = frozenset({Role.OFFICER, Role.DM, Role.CDO, Role.MANDAL, Role.HEAD, Role.VIGILANCE, Role.OUTSIDE})
OFFICES = frozenset({Role.OFFICER, Role.DM, Role.CDO, Role.MANDAL, Role.HEAD, Role.STATE_DESK})
COUNTER = FILERS | OFFICES  # who gets letters and holds days, besides
FIELD = frozenset({Role.OFFICER, Role.ENQUIRY})
UPPER = OFFICERS | {Role.PRINCIPAL_SECRETARY, Role.CHIEF_SECRETARY}


def _state(*states: str) -> Q:
    return Q(state__in=states)


def due_for_call(at: datetime) -> Q:
    """Return the condition for cases whose complainant may be called now: no later attempt is fixed."""
    later = Feedback.objects.filter(case=OuterRef("pk"), next_at__gt=at)
    return Q(state="awaiting_feedback") & ~Q(Exists(later))


KINDS.queues += [
    Queue("unmarked", _("Unmarked"), "mail", lambda at: _state("unmarked"), "now", OFFICERS),
    Queue("enquiry_in", _("Enquiry reports in"), "file-check", lambda at: _state("enquiry_in"), "now", OFFICERS),
    Queue("marked", _("Marked out"), "forward", lambda at: _state("marked"), "", OFFICERS),
    Queue("offered", _("Transfers offered"), "arrow-right-left", lambda at: _state("transfer_offered"), "", OFFICERS),
    Queue("deciding", _("To decide"), "gavel", lambda at: _state("special_proposed", "review", "fixing"), "", UPPER),
    Queue("unreached", _("Not reached"), "phone-missed", lambda at: _state("unreached"), "", OFFICERS),
    Queue("explanations", _("Explanations"), "file-pen", lambda at: Q(kind="explanation"), "", UPPER | FIELD),
    Queue("to_call", _("To call now"), "phone", due_for_call, "now", frozenset({Role.FEEDBACK})),
    Queue("to_check", _("To check"), "badge-check", lambda at: _state("in_check"), "now", frozenset({Role.QUALITY})),
    Queue("mending", _("Wrong numbers"), "phone-off", lambda at: _state("mending"), "", frozenset({Role.OPERATOR})),
    Queue("screening", _("To screen"), "filter", lambda at: _state("screening"), "now", frozenset({Role.SUPERVISOR})),
    Queue("typing", _("To type"), "mic", lambda at: _state("typing"), "now", FILERS | {Role.VIGILANCE}),
    Queue("reading_back", _("To read back"), "phone", lambda at: _state("reading_back"), "", FILERS | {Role.VIGILANCE}),
    Queue("placing", _("Place to find"), "map-pin", lambda at: _state("placing"), "now", frozenset({Role.STATE_DESK})),
]
KINDS.doors += [
    Door("grievances:register", _("Register"), "file-plus", FILERS),
    Door("grievances:field_list", _("Field list"), "printer", FIELD),
    Door("grievances:meeting_sheet", _("Meeting sheet"), "clipboard-list", OFFICERS | UPPER),
    Door("grievances:verification", _("Second verification"), "shuffle", frozenset({Role.QUALITY, Role.SUPERVISOR})),
]
signing.register(
    "grievance",
    {
        "enquiry_in": Sign("approve_enquiry", "return_enquiry"),
        "transfer_offered": Sign("accept_transfer", "return_transfer"),
        "special_proposed": Sign("approve_special_close", "refuse_special_close"),
    },
)
rounds.register("duty", "pending", _("Enquiry at the place"), purpose=Duty.Purpose.ENQUIRY)
say(SENTENCES, *KINDS_HERE, "explanation")
say({f"result:{name}": words for name, words in RESULTS.items()}, "grievance")


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    return casefile.panels(case, speaker=getattr(request.user, "name_hi", ""))


def _tools(request: HttpRequest, case: Case) -> list[Tool]:
    found = [Tool("grievances:case_sheet", _("Case sheet"), "printer")]
    if case.kind == "grievance" and getattr(request, "post").role in UPPER:  # noqa: B009 - put there by the middleware
        found.append(Tool("grievances:call_for_explanation", _("Call for explanation"), "file-pen"))
    if case.kind == "explanation":
        found.append(Tool("grievances:explanation_letter", _("Letter (PDF)"), "file-text"))
    return found


def _words(cases: list[Case]) -> Mapping[int, str]:
    """Return the first words of each case for a list; of a sealed one nothing."""
    if not cases:
        return {}
    open_ones = [case.pk for case in cases if not case.sealed]
    return {pk: text[:160] for pk, text in Grievance.objects.filter(pk__in=open_ones).values_list("pk", "text")}


for _kind in KINDS_HERE:
    KINDS.panels[_kind], KINDS.tools[_kind], KINDS.lists[_kind] = _panels, _tools, _words
KINDS.panels["explanation"] = lambda request, case: casefile.explanation_panels(case)
KINDS.tools["explanation"] = _tools

for _name, _lister in lists.LISTS.items():
    choices.register(_name, _lister)

__all__ = ["CLOSED", "Explanation", "counted", "due_for_call", "matter", "rulebook", "sealing", "taking"]
