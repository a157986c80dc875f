"""The lists from which steps of bonded labour are chosen."""

from shramsetu.bonded.models import Finding
from shramsetu.bonded.rescue_forms import district_posts
from shramsetu.casework import choices
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role


def _inquirers(case: Case, by: Actor) -> choices.Choices:
    """Who may be sent to look into it: magistrates and officers of the labour department in the district."""
    listed = district_posts(case.district, Role.OFFICER, Role.MAGISTRATE)
    return [(code, title) for code, title in listed if code.startswith(("labour.", "bonded-magistrate"))]


def _verdicts(case: Case, by: Actor) -> choices.Choices:
    return list(Finding.Verdict.choices)


choices.register("bonded_inquirers", _inquirers)
choices.register("bonded_verdicts", _verdicts)
