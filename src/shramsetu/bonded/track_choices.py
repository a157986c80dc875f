"""The lists from which the steps of a track choose."""

from collections.abc import Callable, Mapping

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded.models import Accused, Hearing, Order, Survivor, Track, TrackAccused
from shramsetu.bonded.models.justice import FORUMS
from shramsetu.bonded.rules import justice
from shramsetu.casework import choices
from shramsetu.casework.choices import Choices, Lister
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.rulebook.basis import Text

OUTCOMES: Mapping[str, str | Promise] = {
    "convicted": _("Convicted"),
    "acquitted": _("Acquitted"),
    "discharged": _("Discharged"),
    "compounded": _("Compounded"),
    "allowed": _("Allowed"),
    "partly": _("Allowed in part"),
    "rejected": _("Rejected"),
    "withdrawn": pgettext_lazy("proceeding", "Withdrawn"),
    "abated": _("Abated"),
}


def said(texts: Mapping[str, Text]) -> Choices:
    """Return a list of the rulebook in the language of the page."""
    language = get_language() or "hi"
    return [(slug, text.say(language)) for slug, text in texts.items()]


def sections() -> Choices:
    """Return the offences that a track can be about."""
    return said(rulebook.book().bonded.offences)


def tracks() -> Choices:
    """Return the kinds of tracks."""
    return said(rulebook.book().bonded.tracks)


def accused_words(one: Accused) -> str:
    """Return an accused by the code name and part: who it is stands behind a purpose."""
    return f"{one.code} · {one.get_part_display()}"


def others_freed(case: Case) -> Choices:
    """Return the freed persons of the operation of a track who are not named in it yet."""
    return _codes(Survivor.objects.filter(operation__tracks=case.pk).exclude(tracks=case.pk).order_by("code"))


def others_accused(case: Case) -> Choices:
    """Return the accused of the operation of a track who are not named in it yet."""
    found = Accused.objects.filter(operation__tracks=case.pk).exclude(tracks__track=case.pk).order_by("code")
    return [(one.code, accused_words(one)) for one in found]


def _named(case: Case) -> Choices:
    return _codes(Survivor.objects.filter(tracks=case.pk).order_by("code"))


def _accused(case: Case) -> Choices:
    found = TrackAccused.objects.filter(track=case.pk).select_related("accused").order_by("accused__code")
    return [(one.accused.code, accused_words(one.accused)) for one in found]


def _outcomes(case: Case) -> Choices:
    track = Track.objects.filter(pk=case.pk).values_list("track", flat=True).first()
    names = justice.outcomes(track) if track else tuple(OUTCOMES)
    return [(name, OUTCOMES[name]) for name in names]


def _codes(found: QuerySet[Survivor]) -> Choices:
    return [(one.code, one.code) for one in found]


def _of_case(listed: Callable[[Case], Choices]) -> Lister:
    def lister(case: Case, by: Actor) -> Choices:
        del by
        return listed(case)

    return lister


LISTS: Mapping[str, Callable[[Case], Choices]] = {
    "bonded_forums": lambda case: [(str(slug), words) for slug, words in FORUMS.items()],
    "bonded_hearing_purposes": lambda case: list(Hearing.Purpose.choices),
    "bonded_hearing_results": lambda case: list(Hearing.Result.choices),
    "bonded_hearing_sides": lambda case: list(Hearing.Side.choices),
    "bonded_order_kinds": lambda case: list(Order.Kind.choices),
    "bonded_pleas": lambda case: list(TrackAccused.Plea.choices),
    "bonded_offences": lambda case: sections(),
    "bonded_track_outcomes": _outcomes,
    "bonded_track_accused": _accused,
    "bonded_track_named": _named,
    "bonded_track_persons": others_freed,
    "bonded_track_others": others_accused,
}
for _name, _listed in LISTS.items():
    choices.register(_name, _of_case(_listed))
