"""What the pages say of a building's standing: lights, reasons, flags, hindrances, visitors."""

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.monitoring.works.rules import opening
from shramsetu.monitoring.works.rules.flags import Flag
from shramsetu.monitoring.works.rules.light import Light, Why

LIGHT = {
    Light.GREEN: pgettext_lazy("light", "On time"),
    Light.AMBER: pgettext_lazy("light", "A little late"),
    Light.RED: pgettext_lazy("light", "Late"),
    Light.GREY: _("No plan yet"),
}
# The looks of the house: each state has a word, a shape and a colour.
LOOK = {Light.GREEN: "on-time", Light.AMBER: "soon", Light.RED: "overdue", Light.GREY: "closed"}
WHY = {
    Why.BUILT: _("Built"),
    Why.ON_TIME: _("Will be ready on time at this pace"),
    Why.LATE: _("Will be late at this pace"),
    Why.STANDS_STILL: _("Stands still: nothing was built of late"),
    Why.SILENT: _("Nobody has measured it for long"),
    Why.UNPLANNED: _("No plan is approved yet"),
    Why.PLAN_LATE: _("No plan, and the time to make one is over"),
}
FLAG = {
    Flag.MONEY_AHEAD: _("More of the money is spent than work is done"),
    Flag.LEAP: _("More was built than is believed"),
    Flag.NO_PHOTO: _("No photograph for days"),
    Flag.SAME_PHOTO: _("The same photograph was handed in before"),
    Flag.ELSEWHERE: _("Taken away from its point"),
    Flag.NO_POSITION: _("The phone told no place"),
    Flag.TOO_FAST: _("One person at two places sooner than anybody travels"),
    Flag.OLD_PHOTO: _("Taken on another day"),
    Flag.NO_DATE: _("The photograph does not say when it was taken"),
    Flag.SENT_AWAY: _("Sent from a phone that was elsewhere"),
    Flag.UC_LATE: _("Utilisation certificate is late"),
}
PHYSICAL, FINANCIAL = _("Built (physical)"), _("Spent of what is sanctioned (financial)")
DEFECT_LATE = _("A defect is not mended in its time")
_WAITS = {
    opening.BUILT: _("being built"),
    opening.HANDED_OVER: _("handing over"),
    opening.DEFECTS: _("a dangerous defect to be mended"),
}


def kind(slug: str) -> str:
    """Return the words for a kind of hindrance."""
    found = rulebook.book().works.hindrances.get(slug)
    return found.title.say(language()) if found else slug


def visitor(slug: str) -> str:
    """Return the words for a visitor."""
    found = rulebook.book().works.visitors.get(slug)
    return found.title.say(language()) if found else slug


def wait(word: str) -> str | Promise:
    """Return what a block waits for, in words."""
    if word in _WAITS:
        return _WAITS[word]
    found = rulebook.book().works.readiness.get(word)
    return found.title.say(language()) if found else word


def language() -> str:
    """Return the language of the page: hi or en."""
    return "en" if (get_language() or "hi").startswith("en") else "hi"
