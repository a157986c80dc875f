"""What an officer is told above the form of a step that signs an order in a claim, before anything is written there."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.models import Case
from shramsetu.casework.panels import Hint
from shramsetu.rulebook.scheme_rows import Cited
from shramsetu.schemes import looking
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules.outcome import Answer, Outcome

REFUSING = frozenset({"give_notice", "refuse"})
SIGNING = REFUSING | {"dismiss_appeal", "confirm", "sanction", "approve", "allow_appeal"}

NONE_FAILS = _("No condition fails. Is a fact otherwise than it stands here? Settle it first under facts and papers.")
UNCONFIRMED = _(
    "The board has not confirmed this rule yet; it is known from: %(sources)s."
    " Compare it with the board's order before you sign."
)


def hints(case: Case, verb: str) -> list[Hint]:
    """Tell that no condition fails, where one must; else what of the rule behind the order nobody has confirmed."""
    if verb not in SIGNING:
        return []
    found = looking.of_claim(Claim.objects.select_related("worker").get(pk=case.pk))
    if verb in REFUSING and not found.failed:
        return [Hint(NONE_FAILS, "claims:facts", _("Facts and papers"), bars=True)]
    named = unconfirmed(_failing(found.failed) if found.failed else _granting(found))
    if not named:
        return []
    return [Hint(UNCONFIRMED % {"sources": "; ".join(named)})]


def unconfirmed(rows: Iterable[Cited]) -> list[str]:
    """Return the sources among those of `rows` that the department has not signed, in the language of the page."""
    book, language = rulebook.book(), get_language() or "hi"
    return list(dict.fromkeys(book.source(row.source).say(language) for row in rows if row.unverified))


def _failing(failed: Iterable[Answer]) -> Iterable[Cited]:
    for one in failed:
        yield one.condition.row
        yield from (measure.row for measure in one.measures)


def _granting(found: Outcome) -> Iterable[Cited]:
    yield from _failing(found.answers)
    yield from (one.case.row for one in found.benefits.given)
