"""The doors to the pages about schemes, what claims add to the desk, and what workers read of their own claims."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.panels import KINDS, Door, Group
from shramsetu.schemes import calling, claim_desk, counted, given, handed, money_desk, own_claims, sanctioning, scope
from shramsetu.schemes.views import whatif
from shramsetu.workers import own_view

KINDS.groups.append(Group(_("Benefits"), "hand-coins", frozenset({"eligibility", "claims", "payments"})))
KINDS.doors += [
    Door("eligibility:claims", _("Claims at a glance"), "chart-column", frozenset(scope.WATCHERS)),
    Door("eligibility:left_behind", _("Left behind"), "footprints", frozenset(scope.WATCHERS)),
    Door(
        "eligibility:impact",
        pgettext_lazy("payment", "What came of it"),
        "phone",
        frozenset((*scope.WATCHERS, *calling.CALLERS)),
    ),
    Door("eligibility:whatifs", _("What if"), "scale", frozenset(whatif.WHO)),
]
own_view.SECTIONS.append(own_claims.tell)

__all__ = ["claim_desk", "counted", "given", "handed", "money_desk", "sanctioning"]
