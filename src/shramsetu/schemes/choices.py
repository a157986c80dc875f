"""The lists from which the steps of a claim choose: who goes to look, which condition fails, who came."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import choices
from shramsetu.casework.choices import Choices
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices import words
from shramsetu.schemes import looking, papers
from shramsetu.schemes.models import Claim

CAME: dict[str, Promise] = {
    "came": _("Came in person"),
    "phone": _("Was heard by phone"),
    "other": _("Somebody came for the applicant"),
    "nobody": _("Nobody came, though told in time"),
}


def visitors(case: Case, by: Actor) -> Choices:
    """Return who may go to look: whoever reports to the holder, and the holder."""
    if case.holder is None:
        return []
    return [(post.code, words.title(post)) for post in (*offices.subordinates(case.holder), case.holder)]


def failed(case: Case, by: Actor) -> Choices:
    """Return the conditions that fail now: a notice and a refusal name one."""
    claim = Claim.objects.select_related("worker").filter(pk=case.pk).first()
    if claim is None:
        return []
    language = get_language() or "hi"
    found = looking.of_claim(claim).failed
    return [(one.condition.slug, f"{one.condition.title.say(language)}: {one.sentence.say(language)}") for one in found]


def wanted(case: Case, by: Actor) -> Choices:
    """Return the papers of a claim that nobody has found good yet."""
    claim = Claim.objects.select_related("worker").filter(pk=case.pk).first()
    if claim is None:
        return []
    language = get_language() or "hi"
    return [(one.slug, one.title.say(language)) for one in papers.missing(claim, looking.of_claim(claim))]


def came(case: Case, by: Actor) -> Choices:
    """Return the ways in which an applicant is heard, or is not."""
    return list(CAME.items())


choices.register("claim_visitors", visitors)
choices.register("claim_failed", failed)
choices.register("claim_papers", wanted)
choices.register("claim_came", came)
