"""A duty on the desk: its panel, and how its story is told."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import scope
from shramsetu.bonded.models import BondedDuty
from shramsetu.bonded.queries import duties as queries
from shramsetu.casework import sealing
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel, say

KINDS.doors.append(Door("bonded:duties", _("Bonded labour: duties"), "list-checks", scope.OWNERS))
say({"register": _("Given to %(holder)s"), "tell": _("Those whom the procedure names were told")}, "bl_duty")


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    duty = BondedDuty.objects.select_related("case", *queries.BEHIND).get(pk=case.pk)
    shown = {
        "row": queries.row(duty, timezone.now()),
        "duty": duty,
        "parent": case.parent,
        "text": sealing.unveiled(case, duty.text),
        "reason": sealing.unveiled(case, duty.reason),
    }
    return [Panel("words", "bonded/panel_duty.html", shown)]


KINDS.panels["bl_duty"] = _panels
