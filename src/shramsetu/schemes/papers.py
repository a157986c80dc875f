"""Which papers a claim still needs: those that the scheme asks for, but for what the registry proves by itself."""

from collections.abc import Collection

from shramsetu import rulebook
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.rulebook.facts import Document
from shramsetu.schemes.models import Claim, Paper
from shramsetu.schemes.rules.outcome import Outcome


def needed(found: Outcome) -> list[Document]:
    """Return the papers that are to be seen: one that proves nothing but what verified data prove is not asked for."""
    documents = rulebook.book().scheme_rules.documents
    return [documents[slug] for slug in found.papers if not _is_excused(slug, found)]


def missing(claim: Claim, found: Outcome) -> list[Document]:
    """Return the papers that nobody has found good yet."""
    return lacking(found, good(claim))


def lacking(found: Outcome, good: Collection[str]) -> list[Document]:
    """Return the papers that are to be seen and are not among the `good`."""
    return [one for one in needed(found) if one.slug not in good]


def good(claim: Claim) -> Collection[str]:
    """Return the papers of `claim` that an officer found good."""
    return set(Paper.objects.filter(claim=claim, is_good=True).values_list("slug", flat=True))


def asked_for(case: Case) -> str:
    """Return the paper that was asked for with the last question, by its name in the rulebook; empty for none."""
    asked = Entry.objects.filter(stream=case.stream, verb="ask").order_by("-seq").first()
    return str(asked.detail.get("paper") or "") if asked else ""


def _is_excused(slug: str, found: Outcome) -> bool:
    rules = rulebook.book().scheme_rules.facts
    asked = found.edition.facts
    behind = [name for name in asked if slug in rules[name].papers]
    return bool(behind) and all(found.facts.is_proved(name) for name in behind if _is_given(name, found))


def _is_given(name: str, found: Outcome) -> bool:
    return found.facts.values.get(name) is not None or name not in found.facts.stated
