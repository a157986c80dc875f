"""What the doors of people add to the desk."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import KINDS, Door
from shramsetu.grievances.desk import UPPER
from shramsetu.intake import powers
from shramsetu.intake.counter import desk as counter
from shramsetu.intake.mail import desk as mail

__all__ = ["counter", "mail"]

KINDS.doors += [
    Door("intake:dak", _("Letters (dak)"), "mail", powers.COUNTER),
    Door("intake:days", _("Days and camps"), "users", powers.COUNTER),
    Door("intake:streams", _("References by kind"), "list-tree", powers.COUNTER | UPPER),
]
