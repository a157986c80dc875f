"""What every kind of case has on the desk: its doors, the duty's words, and who may open a case's files."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import handing, panels, queries, sealing
from shramsetu.casework.models import Case, Duty
from shramsetu.casework.panels import KINDS, Door, Panel, say
from shramsetu.casework.reading import GLASS_BREAKERS
from shramsetu.files import access, veil
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

SIGNERS = frozenset({Role.OFFICER, Role.DM, Role.CDO, Role.MANDAL, Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.LINE_DESK})
GOERS = frozenset({Role.OFFICER, Role.ENQUIRY, Role.DM, Role.CDO, Role.MANDAL, Role.LINE_DESK})

KINDS.doors += [
    Door("desk:home", _("Home"), "house"),
    Door("desk:inbox", _("Inbox"), "inbox"),
    Door("desk:sign", _("For your approval"), "signature", SIGNERS),
    Door("desk:route", _("Today's round"), "route", GOERS),
    Door("desk:grants", _("Sealed cases opened"), "lock-open", GLASS_BREAKERS),
    Door("messages:bulks", _("Messages to many"), "send", frozenset({Role.STATE_DESK, Role.ADMINISTRATOR})),
    Door("office:home", _("Office"), "building-2", frozenset({Role.ADMINISTRATOR})),
    Door("office:routing", _("Who gets what"), "route"),
]

say(
    {
        "register": _("Given to %(holder)s"),
        "complete": _("Done"),
        "drop": _("No longer needed"),
        "escalate": _("Not done in time"),
    },
    "duty",
)


def _duty_panels(request: HttpRequest, case: Case) -> list[Panel]:
    duty = Duty.objects.get(case=case)
    text = sealing.unveiled(case.parent, duty.text) if case.parent else duty.text
    return [Panel("words", "casework/panel_duty.html", {"duty": duty, "text": text, "parent": case.parent})]


KINDS.panels["duty"] = _duty_panels
KINDS.lists["duty"] = lambda cases: (
    dict(Duty.objects.filter(pk__in=[one.pk for one in cases if not one.sealed]).values_list("pk", "text"))
    if cases
    else {}
)


def _handing(request: HttpRequest, case: Case) -> list[Panel]:
    """Offer what another procedure can open from this case, or say under which number it is under way there."""
    actor: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    takers = handing.takers_for(case, actor)
    rows = [(name, taker, taker.made(case)) for name, taker in takers.items()]
    return [Panel("side", "casework/panel_handing.html", {"case": case, "rows": rows})] if rows else []


KINDS.more_panels.append(_handing)


def _files_of_case(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let whoever may see the case open its files; of a sealed case each opening is written down."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return None
    number = attachment.stream.partition(":")[2]
    case = queries.cases_visible_to(actor).filter(number=number).first()
    if case is None or not panels.opens_paper(case, attachment, by=actor):
        return None
    return access.Leave(actor, is_noted=case.sealed)


access.register("case", _files_of_case)
veil.register("case", veil.Cipher(shut=sealing.veiled_bytes, open=sealing.unveiled_bytes))
