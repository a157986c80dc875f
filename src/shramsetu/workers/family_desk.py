"""What families add to the head of the desk."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import KINDS, Door
from shramsetu.workers.views import families

KINDS.doors.append(Door("families:differences", _("Families that differ"), "users", families.DECIDES))
