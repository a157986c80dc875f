"""The doors of the desk that lead to committees and surveys."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.reports.sight import BY_PLACE
from shramsetu.casework.panels import KINDS, Door

KINDS.doors.append(Door("bonded:committees", _("Vigilance committees"), "users", frozenset(BY_PLACE)))
