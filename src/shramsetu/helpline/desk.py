"""What the helpline adds to the desk: its doors, the calls on a case's page, who may hear what is kept of a call."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import doorstep as callers
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel
from shramsetu.files import access
from shramsetu.files.models import Attachment
from shramsetu.helpline import doorstep, known, worker_cards
from shramsetu.helpline.forms import AGENT_ROLES
from shramsetu.helpline.models import Call, Recording
from shramsetu.helpline.queries import log
from shramsetu.helpline.views.page import AGENTS, CAMPAIGNERS, LISTENERS, MANAGERS
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

WATCHERS = frozenset({Role.SUPERVISOR, Role.QUALITY, Role.STATE_DESK, Role.ADMINISTRATOR})

KINDS.doors += [
    Door("helpline:phone", _("Phone"), "headset", AGENT_ROLES),
    Door("helpline:floor", _("Wallboard"), "gauge", WATCHERS),
    Door("helpline:calls", _("Call log"), "phone", WATCHERS),
    Door("helpline:next_target", _("Calls to make"), "phone-outgoing", AGENT_ROLES),
    Door("helpline:campaigns", _("Campaigns"), "megaphone", frozenset(map(str, CAMPAIGNERS))),
    Door("helpline:agents", _("Agents"), "users", frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
    Door("helpline:voicemails", _("Voicemails"), "voicemail", frozenset(map(str, LISTENERS))),
    Door("helpline:hours", _("Lines and menus"), "list-tree", frozenset(map(str, MANAGERS))),
    Door("helpline:propose_block", _("Propose a block"), "phone-off", frozenset(map(str, AGENTS))),
    Door("helpline:forecast", _("Staffing"), "calendar-range", frozenset({Role.SUPERVISOR, Role.STATE_DESK})),
    Door("helpline:my_shifts", _("My shifts"), "calendar-days", frozenset({Role.OPERATOR, Role.FEEDBACK})),
]
callers.register(doorstep.DOORSTEP)
known.register("workers", worker_cards.tell)


def _calls_of_case(request: HttpRequest, case: Case) -> list[Panel]:
    """Show the calls about a case; their recordings to who may hear them."""
    actor: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    calls = [(call, log.may_hear(call, actor)) for call in log.of_case(case)]
    return [Panel("side", "helpline/panel_calls.html", {"calls": calls, "watches": actor.role in WATCHERS})]


KINDS.more_panels.append(_calls_of_case)


def _files_of_call(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let who may hear a call open its recordings; each opening is written down."""
    actor: Actor | None = getattr(request, "actor", None)
    number = attachment.stream.partition(":")[2]
    call = Call.objects.select_related("case", "agent").filter(pk=int(number)).first()
    if actor is None or call is None or not (log.may_hear(call, actor) or _is_voicemail(attachment, actor)):
        return None
    return access.Leave(actor, is_noted=True)


def _is_voicemail(attachment: Attachment, actor: Actor) -> bool:
    """Whether it is what a caller left, and the actor works voicemails."""
    left = Recording.objects.filter(attachment=attachment, kind=Recording.Kind.VOICEMAIL, forgotten_at=None)
    return actor.role in LISTENERS and left.exists()


def _studio_recording(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let those who care for the sounds hear what they handed in."""
    actor: Actor | None = getattr(request, "actor", None)
    return access.Leave(actor) if actor is not None and actor.role in MANAGERS else None


access.register("call", _files_of_call)
access.register("prompt", _studio_recording)
