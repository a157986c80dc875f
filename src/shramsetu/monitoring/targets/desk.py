"""What targets add to the desk: doors, and the words of a shortfall."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import say

say(
    {
        "register": _("Given to %(holder)s"),
        "explain": _("Cause and plan given"),
        "accept": _("Plan agreed"),
        "give_back": _("Given back to be explained anew"),
        "escalate": _("Time over, passed on"),
        "broken": _("Not caught up as planned"),
        "catch_up": _("Caught up"),
        "lapse": _("The period is over"),
    },
    "mn_shortfall",
)
