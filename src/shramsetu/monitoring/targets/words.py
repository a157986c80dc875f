"""How targets are said on a page: lights in words, methods, reasons, places."""

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.monitoring.targets.actions.reading import ANEW
from shramsetu.monitoring.targets.models import Delivery, Share
from shramsetu.rulebook.watched import Indicator

# Each light has a shape and a word of its own; the word says why.
LOOK = {"green": "on-time", "amber": "soon", "red": "overdue", "none": "closed"}
WHY = {
    "not_begun": pgettext_lazy("target", "Not begun yet"),
    "waiting": pgettext_lazy("target", "First figures awaited"),
    "reached": pgettext_lazy("target", "Green: reached"),
    "on_time": pgettext_lazy("target", "Green: on time"),
    "late": pgettext_lazy("target", "Red: much too late"),
    "never": pgettext_lazy("target", "Red: not at this pace"),
    "no_data": pgettext_lazy("target", "Red: no figures"),
    "missed": pgettext_lazy("target", "Red: not reached"),
}
AMBER = pgettext_lazy("target", "Amber: somewhat late")
ALL_SOURCES = _("All sources")


def light(colour: str, why: str) -> str:
    """Say a light with its reason."""
    return str(AMBER if colour == "amber" else WHY.get(why, why))


def source(slug: str) -> str:
    """Say a source department."""
    found = rulebook.book().watched.sources.get(slug)
    return found.title.say(get_language() or "hi") if found else slug


def row(share: Share) -> str:
    """Say a row of a target: its place, or its source department."""
    return source(share.source) if share.source else share.place.name(get_language() or "hi")


def cause(slug: str) -> str:
    """Say why a place fell behind."""
    found = rulebook.book().watched.causes.get(slug)
    return found.title.say(get_language() or "hi") if found else slug


def title(indicator: Indicator) -> str:
    """Say an indicator."""
    return indicator.title.say(get_language() or "hi")


def sector(slug: str) -> str:
    """Say a sector."""
    found = rulebook.book().watched.sectors.get(slug)
    return found.title.say(get_language() or "hi") if found else slug


def reason(text: str) -> str:
    """Say why a figure was corrected; our own nightly count has a sentence in the reader's language."""
    return gettext("Counted anew by the platform") if text == ANEW else text


def came_by(delivery: Delivery) -> str:
    """Say how a figure came."""
    return str(delivery.get_origin_display())
