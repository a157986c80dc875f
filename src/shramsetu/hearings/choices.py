"""The lists from which the steps of a matter choose: which law, which forum, for what it is called."""

from shramsetu import rulebook
from shramsetu.casework import choices
from shramsetu.casework.choices import Choices
from shramsetu.casework.models import Case
from shramsetu.hearings import named
from shramsetu.hearings.actions import ways
from shramsetu.hearings.models import Matter, Sum
from shramsetu.hearings.queries import forums
from shramsetu.journal.rules import Actor
from shramsetu.lib import money
from shramsetu.offices.models import Post, Role


def regimes(case: Case, by: Actor) -> Choices:
    """Return the regimes that can govern a matter: those that name its family."""
    row = Matter.objects.filter(pk=case.pk).first()
    if row is None:
        return []
    law, language = rulebook.book().law, named.language()
    family = law.matter(row.matter).family
    found = [one for one in law.regimes.values() if any(family in when.families for when in one.when)]
    return [(one.slug, f"{one.title.say(language)} ({one.basis.say(language)})") for one in found]


def other_forums(case: Case, by: Actor) -> Choices:
    """Return the other forums that hear such matters, those of the same district first."""
    row = Matter.objects.filter(pk=case.pk).first()
    if row is None:
        return []
    language = named.language()
    found = forums.forums().filter(hears__contains=[row.matter]).exclude(pk=row.forum_id)
    near = sorted(found, key=lambda one: (one.place_id != case.district_id, one.name(language)))
    return [(one.slug, one.name(language)) for one in near]


def purposes(case: Case, by: Actor) -> Choices:
    """Return for what a matter can be called on a day."""
    language = named.language()
    return [(slug, one.title.say(language)) for slug, one in rulebook.book().law.purposes.items()]


def collectors(case: Case, by: Actor) -> Choices:
    """Return the Collectors of the state by district, that of the case first."""
    language = named.language()
    rows = Post.objects.filter(role=Role.DM, abolished_at=None).select_related("place")
    near = sorted(rows, key=lambda one: (one.place_id != case.district_id, one.place.name(language)))
    return [(one.code, one.place.name(language)) for one in near]


def sums(case: Case, by: Actor) -> Choices:
    """Return the lines of a recovery, or those that the employer paid outside of one, that were not taken back."""
    rows = Sum.objects.filter(takes_back=None, taken_back_by=None).order_by("seq")
    rows = rows.filter(award=case.pk, recovery=None) if case.kind == ways.KIND else rows.filter(recovery=case.pk)
    return [
        (str(one.seq), f"{one.seq}. {one.get_kind_display()}, {money.rupees(one.paise)}, {one.reference}")
        for one in rows
    ]


choices.register("hearing_collectors", collectors)
choices.register("hearing_sums", sums)
choices.register("hearing_regimes", regimes)
choices.register("hearing_forums", other_forums)
choices.register("hearing_purposes", purposes)
