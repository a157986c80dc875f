"""What the helpline adds to the desk: its doors, and who may hear what is kept of a call."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import KINDS, Door
from shramsetu.files import access
from shramsetu.files.models import Attachment
from shramsetu.grievances import doorstep as callers
from shramsetu.helpline import doorstep
from shramsetu.helpline.forms import AGENT_ROLES
from shramsetu.helpline.models import Recording
from shramsetu.helpline.views.page import LISTENERS, MANAGERS
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

callers.register(doorstep.DOORSTEP)
KINDS.doors += [
    Door("helpline:phone", _("Phone"), "headset", AGENT_ROLES),
    Door("helpline:agents", _("Agents"), "users", frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
    Door("helpline:voicemails", _("Voicemails"), "voicemail", frozenset(map(str, LISTENERS))),
    Door("helpline:hours", _("Hours of the lines"), "clock", frozenset(map(str, MANAGERS))),
    Door("helpline:menus", _("Menus"), "list-tree", frozenset(map(str, MANAGERS))),
    Door("helpline:sounds", _("Sounds"), "audio-lines", frozenset(map(str, MANAGERS))),
    Door("helpline:blocks", _("Blocked numbers"), "phone-off", frozenset(map(str, MANAGERS))),
    Door("helpline:forecast", _("Staffing"), "calendar-range", frozenset({Role.SUPERVISOR, Role.STATE_DESK})),
    Door("helpline:my_shifts", _("My shifts"), "calendar-days", frozenset({Role.OPERATOR, Role.FEEDBACK})),
]


def _sound_of_call(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let those who work voicemails hear them; each hearing is written down."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.role not in LISTENERS:
        return None
    heard = Recording.objects.filter(attachment=attachment, kind=Recording.Kind.VOICEMAIL, forgotten_at=None)
    return access.Leave(actor, is_noted=True) if heard.exists() else None


def _studio_recording(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let those who care for the sounds hear what they handed in."""
    actor: Actor | None = getattr(request, "actor", None)
    return access.Leave(actor) if actor is not None and actor.role in MANAGERS else None


access.register("call", _sound_of_call)
access.register("prompt", _studio_recording)
