"""Papers as a list shows them: number, title, when printed, whether the signed sheet is back. Nobody's name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.bonded.models import Certificate, Paper


@dataclass(frozen=True, slots=True)
class Shown:
    """One paper in a list."""

    paper: Paper
    title: str
    signs: bool  # whether a magistrate signs it
    certificate: Certificate | None


def title(kind: str) -> str:
    """Return the title of a form."""
    language = "en" if (get_language() or "hi").startswith("en") else "hi"
    form = rulebook.book().bonded.forms.get(kind)
    return form.title.say(language) if form else kind


def lines(papers: Iterable[Paper]) -> list[Shown]:
    """Return papers with the titles of their forms."""
    language = "en" if (get_language() or "hi").startswith("en") else "hi"
    known = rulebook.book().bonded.forms
    found = list[Shown]()
    for paper in papers:
        form = known.get(paper.kind)
        title = form.title.say(language) if form else paper.kind
        certificate = getattr(paper, "certificate", None)
        found.append(Shown(paper, title, bool(form and form.is_by_magistrate), certificate))
    return found
