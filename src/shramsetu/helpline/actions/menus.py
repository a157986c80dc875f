"""The menus: the first version from the rulebook, drafts, publishing by a second person."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.helpline.errors import NotPossible, Outdated, OwnProposal
from shramsetu.helpline.models import Menu
from shramsetu.helpline.queries import menus
from shramsetu.helpline.rules import menu_check
from shramsetu.helpline.rules.menu import Tree
from shramsetu.helpline.rules.menu_check import Fault
from shramsetu.journal import actions as journal
from shramsetu.journal import rules as journal_rules
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor


class Faulty(NotPossible):
    """The menu has faults; `faults` lists them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def seed(*, by: Actor, at: datetime) -> int:
    """Put the rulebook's menus in force where there is none yet; return how many. What the desk edited stays."""
    made = 0
    for slug, first in rulebook.book().helpline.menus.items():
        if not menus.versions(slug).exists():
            row = Menu(slug=slug, version=1, tree=first.tree, note=first.source[:200], made_by=by.key, made_at=at)
            row.published_by, row.published_at = by.key, at
            row.save(force_insert=True)
            _enter(row, "publish", by=by, at=at)
            made += 1
    return made


@transaction.atomic
def begin(slug: str, *, by: Actor, at: datetime, version: int | None = None) -> Menu:
    """Return the draft of a menu; if there is none, begin one from the version in force, or from an older `version`."""
    newest = menus.versions(slug).select_for_update().first()
    if newest is None:
        raise NotPossible
    if newest.published_at is None:
        return newest
    source = newest if version is None else menus.versions(slug).get(version=version)
    draft = Menu(slug=slug, version=newest.version + 1, tree=source.tree, made_by=by.key, made_at=at)
    draft.save(force_insert=True)
    _enter(draft, "begin", by=by, at=at, source=source.version)
    return draft


@transaction.atomic
def edit(draft: Menu, tree: Tree, *, seen: str, by: Actor, at: datetime, node: str = "", note: str = "") -> Menu:
    """Keep a changed tree in the draft; it may have faults until it is published.

    `seen` is the fingerprint of the tree the person was looking at; raises Outdated if the draft has moved since.
    """
    row = _open_draft(draft)
    if fingerprint(row.tree) != seen:
        raise Outdated
    row.tree, row.made_by, row.made_at, row.note = dict(tree), by.key, at, (note or row.note)[:200]
    row.save(update_fields=["tree", "made_by", "made_at", "note"])
    _enter(row, "edit", by=by, at=at, node=node)
    return row


@transaction.atomic
def publish(draft: Menu, *, seen: str, by: Actor, at: datetime) -> Menu:
    """Put a draft in force for the next call; calls in progress keep the version they began with.

    Raises Faulty, Outdated, and OwnProposal for anybody who edited this version.
    """
    row = _open_draft(draft)
    if fingerprint(row.tree) != seen:
        raise Outdated
    if faults := faults_of(row.tree):
        raise Faulty(faults)
    if by.user_id is None or _person(by.key) in editors(row):
        raise OwnProposal
    row.published_by, row.published_at = by.key, at
    row.save(update_fields=["published_by", "published_at"])
    _enter(row, "publish", by=by, at=at)
    return row


@transaction.atomic
def discard(draft: Menu, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; the version in force stays."""
    row = _open_draft(draft)
    _enter(row, "discard", by=by, at=at)
    row.delete()


def faults_of(tree: Tree) -> list[Fault]:
    """Return what is wrong with a tree, also the words that the rulebook does not know."""
    return [*menu_check.check(tree), *menu_check.values(tree, known_words())]


def known_words() -> Mapping[str, list[str]]:
    """Return the words that may stand in a node, by its field."""
    book = rulebook.book()
    languages = book.helpline.languages
    return {
        "board": list(book.helpline.boards),
        "language": [language.slug for language in book.helpline.menu_languages()],
        "dialect": [slug for slug, one in languages.items() if one.kind == "dialect"],
        "service": list(book.helpline.emergencies),
        "scheme": list(book.schemes),
        "what": ["status", "scheme", "hearing", "report", "reminder"],
        "word": ["satisfied", "dissatisfied", "heard", "stop"],
    }


def fingerprint(tree: Tree) -> str:
    """Return a short text that changes with the tree."""
    return journal_rules.digest(tree).hex()[:16]


def editors(draft: Menu) -> set[str]:
    """Return the persons who had a hand in this version."""
    rows = Entry.objects.filter(stream=_stream(draft.slug), verb__in=["begin", "edit"], detail__version=draft.version)
    return {_person(key) for key in rows.values_list("by", flat=True)}


def _open_draft(draft: Menu) -> Menu:
    row = Menu.objects.select_for_update().filter(pk=draft.pk, published_at=None).first()
    if row is None:
        raise Outdated
    return row


def _person(key: str) -> str:
    return key.partition("@")[0]


def _stream(slug: str) -> str:
    return f"menu:{slug}"


def _enter(row: Menu, verb: str, *, by: Actor, at: datetime, **detail: object) -> None:
    told = {"version": row.version, "tree": fingerprint(row.tree), **detail}
    journal.append(_stream(row.slug), verb, by=by, at=at, detail=told)
