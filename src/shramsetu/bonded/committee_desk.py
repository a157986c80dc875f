"""The ways that lead to committees, surveys and reports."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import ways
from shramsetu.bonded.reports.sight import READERS
from shramsetu.bonded.ways import Way

ways.add(
    "committees",
    Way("bonded:committees", _("Vigilance committees"), "users", frozenset(READERS)),
    Way("bonded:surveys", _("Surveys"), "map", frozenset(READERS)),
)
ways.add("reports", Way("bonded:reports", _("Reports on bonded labour"), "file-text", frozenset(READERS)))
