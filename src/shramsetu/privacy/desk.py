"""The door to the pages about personal data, at the head of the administrator's desk."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import KINDS, Door
from shramsetu.offices.models import Role

KINDS.doors += [Door("privacy:home", _("Personal data"), "shield", frozenset({Role.ADMINISTRATOR}))]
