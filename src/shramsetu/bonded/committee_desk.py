"""The doors of the desk that lead to committees, surveys and reports."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.reports.sight import BY_PLACE
from shramsetu.casework.panels import KINDS, Door

KINDS.doors += [
    Door("bonded:committees", _("Vigilance committees"), "users", frozenset(BY_PLACE)),
    Door("bonded:reports", _("Reports on bonded labour"), "file-text", frozenset(BY_PLACE)),
]
