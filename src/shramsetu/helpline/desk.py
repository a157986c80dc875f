"""What the helpline adds to the desk: its pages, and the calls of a case on the case's page."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import KINDS, Door
from shramsetu.grievances import doorstep as callers
from shramsetu.helpline import doorstep
from shramsetu.helpline.forms import AGENT_ROLES
from shramsetu.offices.models import Role

callers.register(doorstep.DOORSTEP)
KINDS.doors += [
    Door("helpline:phone", _("Phone"), "headset", AGENT_ROLES),
    Door("helpline:agents", _("Agents"), "users", frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
]
