"""A duty on the desk: its panel, and how its story is told."""

from collections.abc import Mapping

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import duty_who, ladder, scope, unsealed, ways
from shramsetu.bonded.actions import duties as actions
from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.bonded.queries import duties as queries
from shramsetu.bonded.ways import Way
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Panel, Queue, say

ways.add(
    "people",
    Way("bonded:duties", _("Duties with me"), "list-checks", scope.OWNERS, for_all=True),
    Way("bonded:duties_area", _("Duties in my area"), "map", scope.OFFICERS),
    Way("bonded:duties_red", _("Red list of duties"), "triangle-alert", scope.OFFICERS),
)
say(
    {
        "register": _("Given to %(holder)s"),
        "tell": _("Those whom the procedure names were told"),
        "pass_on": _("Goes on with another person of the same way home; the time stays"),
    },
    "bl_duty",
)


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    duty = BondedDuty.objects.select_related("case", *queries.BEHIND).get(pk=case.pk)
    eyes = unsealed.words(case, request.actor)  # type: ignore[attr-defined] # put there by the middleware
    shown = {
        "row": queries.row(duty, timezone.now()),
        "duty": duty,
        "parent": case.parent,
        "by_deed": duty.is_open and actions.clock_of(duty).ends == "deed",
        "opens_account": duty.is_open and duty.clock == "bank-account",
        "text": eyes.read(duty.text),
        "reason": eyes.read(duty.reason),
    }
    shown |= duty_who.wages(duty, request.actor)  # type: ignore[attr-defined]
    return [Panel("words", "bonded/panel_duty.html", shown), *duty_who.panels(request, case)]


def _words(cases: list[Case]) -> Mapping[int, str]:
    """What a list may say of a duty: the code name and what is owed."""
    if not cases:
        return {}
    found = BondedDuty.objects.filter(pk__in=[case.pk for case in cases]).select_related("parent", "survivor")
    language = get_language() or "hi"
    return {one.pk: f"{ladder.code_of(one)} · {queries.what(one).say(language)}" for one in found}


def _codes(cases: list[Case]) -> Mapping[int, str]:
    """What a list may say of a person: the code name."""
    found = Survivor.objects.filter(pk__in=[case.pk for case in cases]) if cases else Survivor.objects.none()
    return dict(found.values_list("pk", "code"))


KINDS.panels["bl_duty"] = _panels
KINDS.lists["bl_duty"], KINDS.lists["bl_person"] = _words, _codes
KINDS.queues.append(
    Queue("bonded", _("Bonded labour"), "link-2-off", lambda at: Q(kind__in=scope.KINDS), roles=scope.OWNERS)
)
