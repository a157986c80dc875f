"""What the doors of other systems add to the desk."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bridges.cpgrams import taking
from shramsetu.casework import flow
from shramsetu.casework.panels import KINDS, Door, say
from shramsetu.offices.models import Role

KINDS.doors.append(Door("bridges:cpgrams", _("CPGRAMS (PG portal)"), "file-text", frozenset({Role.STATE_DESK})))
KINDS.doors.append(
    Door("bridges:igrs_states", _("IGRS: comparison by file"), "refresh-cw", frozenset({Role.STATE_DESK}))
)
say({taking.CHANGED: _("Changed at the PG portal")}, *(one.kind for one in flow.flows()))
