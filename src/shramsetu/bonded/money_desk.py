"""Money on the desk: its door, and how the story of a person tells of it."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import ledger
from shramsetu.casework.panels import KINDS, Door

KINDS.doors.append(Door("bonded:money", _("Bonded labour: money"), "indian-rupee", ledger.READERS))
