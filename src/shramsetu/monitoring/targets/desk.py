"""What targets add to the desk: doors, the page of a shortfall, its list, its words."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import choices, signing
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Group, Panel, say
from shramsetu.casework.signing import Sheet, Sign
from shramsetu.journal.rules import Actor
from shramsetu.lib.text import grouped
from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import queries, terms, words
from shramsetu.monitoring.targets.actions import setting
from shramsetu.monitoring.targets.models import DayTarget, Shortfall

KIND = "mn_shortfall"

KINDS.groups.append(Group(_("Monitoring"), "gauge", frozenset({"monitoring"})))
KINDS.doors.append(Door("monitoring:targets", _("Targets"), "target", frozenset(scope.WATCHERS)))

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
    KIND,
)


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    held = Shortfall.objects.select_related("place").get(case=case)
    mornings = DayTarget.objects.filter(
        share__target__indicator=held.indicator, share__place=held.place_id, share__source=""
    )
    morning = mornings.select_related("share").order_by("-on", "-share__target__version").first()
    context = {"shortfall": held, "morning": morning, "cause": words.cause(held.cause) if held.cause else ""}
    return [Panel("words", "monitoring/targets/panel_shortfall.html", context)]


def _proposed(by: Actor) -> list[Sheet]:
    """Return the targets that wait for this post's approval; nobody approves what they proposed."""
    if by.role not in setting.DECIDERS:
        return []
    return [
        Sheet(
            _("Target"),
            f"{words.title(terms.indicator(one.indicator))}: {grouped(one.number)}",
            one.reason,
            reverse("monitoring:target_version", args=[one.pk]),
            one.proposed_at,
        )
        for one in queries.waiting()
        if one.proposed_by_id != by.user_id
    ]


def _list(cases: list[Case]) -> Mapping[int, str]:
    rows = Shortfall.objects.filter(pk__in=[case.pk for case in cases]) if cases else []
    return {
        one.pk: gettext("%(indicator)s: %(gap)s behind")
        % {"indicator": words.title(terms.indicator(one.indicator)), "gap": grouped(one.gap)}
        for one in rows
    }


def _causes(case: Case, by: Actor) -> choices.Choices:
    rows = rulebook.book().watched.causes
    return [(slug, row.title.say(get_language() or "hi")) for slug, row in rows.items()]


signing.register(KIND, {"explained": Sign("accept", "give_back")})
signing.register_sheets(_proposed)
KINDS.panels[KIND] = _panels
KINDS.lists[KIND] = _list
choices.register("shortfall_causes", _causes)
