"""Every sound that the helpline needs, and the studio recordings that replace some."""

from collections.abc import Mapping

from shramsetu import rulebook
from shramsetu.helpline.models import Menu, Prompt
from shramsetu.helpline.queries import menus
from shramsetu.helpline.rules import menu, speech


def texts(language: str) -> Mapping[str, str]:
    """Return what each sound says in `language`, by key: sentences, words of numbers, the texts of all menus."""
    sentences = {key: said.say.say(language) for key, said in rulebook.book().helpline.prompts.items()}
    words = {key: said[language] for key, said in speech.WORDS.items()}
    return {**sentences, **menu_texts(language), **words, speech.PAUSE: ""}


def menu_texts(language: str) -> Mapping[str, str]:
    """Return the texts of the menus in force and of the drafts, by the key of their sound."""
    found: dict[str, str] = {}
    for one in menus.alive():
        found |= menu.texts(one.tree, language)
    return found


def recordings(language: str) -> Mapping[str, str]:
    """Return the studio recordings in use: the content of each by the key of its sound."""
    rows = Prompt.objects.filter(language=language, ended_at=None)
    return dict(rows.values_list("key", "blob_id"))


def in_use() -> Mapping[tuple[str, str], Prompt]:
    """Return the studio recordings in use by key and language."""
    return {(row.key, row.language): row for row in Prompt.objects.filter(ended_at=None)}


def where(language: str) -> Mapping[str, list[str]]:
    """Return in which menu and node each text of a menu is said, by the key of its sound."""
    found: dict[str, list[str]] = {}
    for one in menus.alive():
        found_here = _places(one, language)
        for key, place in found_here:
            found.setdefault(key, []).append(place)
    return found


def _places(one: Menu, language: str) -> list[tuple[str, str]]:
    nodes = menu.nodes_of(one.tree)
    said = [(menu.node_of(one.tree, name).text.get(language, ""), f"{one.slug} · {name}") for name in nodes]
    return [(menu.sound(text), place) for text, place in said if text]
