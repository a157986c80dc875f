"""The rulebook's lists of the registry as choices: kinds of work, grounds of a refusal."""

from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.casework import choices

TRADES, GROUNDS = "trades", "registration_grounds"


def listed(name: str) -> list[tuple[str, str]]:
    """Return the entries of a list of the rulebook, each with its words in the language of the page."""
    language = get_language() or "hi"
    return [(slug, row.title.say(language)) for slug, row in rulebook.book().choices[name].items()]


def title(name: str, slug: str) -> str:
    """Return the words of one entry; nothing for one that is not on the list."""
    row = rulebook.book().choices[name].get(slug)
    return row.title.say(get_language() or "hi") if row else ""


choices.register(GROUNDS, lambda case, by: list(listed(GROUNDS)))
