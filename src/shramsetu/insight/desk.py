"""The door to the figures, at the head of the desk."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import KINDS, Door
from shramsetu.insight import scope

WHO = scope.EVERYTHING | scope.BY_PLACE | scope.BY_DEPARTMENT

KINDS.doors += [Door("insight:home", _("Figures"), "chart-column", frozenset(str(role) for role in WHO))]
