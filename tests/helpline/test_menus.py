"""The versions of a menu: seeded, edited, published by a second person."""

import copy
from datetime import timedelta

import pytest
from tests import cast

from shramsetu.helpline.actions import menus
from shramsetu.helpline.actions.menus import Faulty, fingerprint
from shramsetu.helpline.errors import Outdated, OwnProposal
from shramsetu.helpline.models import Menu
from shramsetu.helpline.queries import menus as asked
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
LATER = cast.MONDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def seeded() -> None:
    menus.seed(by=SYSTEM, at=cast.MONDAY)


def changed(draft: Menu, node: str, **more: object) -> dict[str, object]:
    tree = copy.deepcopy(draft.tree)
    tree["nodes"][node] |= more
    return dict(tree)


def test_the_rulebook_s_menus_are_in_force_once() -> None:
    assert menus.seed(by=SYSTEM, at=LATER) == 0
    assert sorted(Menu.objects.values_list("slug", "version")) == [
        ("1076", 1),
        ("feedback", 1),
        ("labour", 1),
        ("reminder", 1),
    ]
    assert asked.in_force("1076") is not None


def test_a_change_is_published_by_a_second_person() -> None:
    first, second = cast.desk(Role.SUPERVISOR), cast.desk(Role.STATE_DESK)
    draft = menus.begin("1076", by=first, at=cast.MONDAY)
    tree = changed(draft, "welcome", text={"hi": "नमस्कार", "en": "Welcome"})
    draft = menus.edit(draft, tree, seen=fingerprint(draft.tree), by=first, at=cast.MONDAY, node="welcome")
    with pytest.raises(OwnProposal):
        menus.publish(draft, seen=fingerprint(tree), by=first, at=LATER)
    in_force = asked.in_force("1076")
    assert in_force is not None
    assert in_force.version == 1
    menus.publish(draft, seen=fingerprint(tree), by=second, at=LATER)
    in_force = asked.in_force("1076")
    assert in_force is not None
    assert (in_force.version, in_force.published_by) == (2, second.key)
    verbs = Entry.objects.filter(stream="menu:1076").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["publish", "begin", "edit", "publish"]


def test_who_looked_at_an_older_draft_loses_nothing_of_the_newer() -> None:
    by = cast.desk(Role.SUPERVISOR)
    draft = menus.begin("labour", by=by, at=cast.MONDAY)
    seen = fingerprint(draft.tree)
    menus.edit(draft, changed(draft, "main", tries=3), seen=seen, by=by, at=cast.MONDAY)
    with pytest.raises(Outdated):
        menus.edit(draft, changed(draft, "main", tries=4), seen=seen, by=by, at=LATER)


def test_a_menu_with_a_fault_is_kept_but_not_published() -> None:
    draft = menus.begin("labour", by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    tree = changed(draft, "welcome", next="nowhere")
    draft = menus.edit(draft, tree, seen=fingerprint(draft.tree), by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    with pytest.raises(Faulty) as refused:
        menus.publish(draft, seen=fingerprint(tree), by=cast.desk(Role.STATE_DESK), at=LATER)
    assert [(fault.node, fault.reason) for fault in refused.value.faults] == [("welcome", "dead-link")]


def test_there_is_one_draft_and_it_may_be_thrown_away() -> None:
    by = cast.desk(Role.SUPERVISOR)
    draft = menus.begin("labour", by=by, at=cast.MONDAY)
    assert menus.begin("labour", by=by, at=LATER).pk == draft.pk
    menus.discard(draft, by=by, at=LATER)
    assert asked.draft("labour") is None
    with pytest.raises(Outdated):
        menus.discard(draft, by=by, at=LATER)


def test_an_older_version_can_be_taken_up_again() -> None:
    first, second = cast.desk(Role.SUPERVISOR), cast.desk(Role.STATE_DESK)
    draft = menus.begin("labour", by=first, at=cast.MONDAY)
    old = fingerprint(draft.tree)
    draft = menus.edit(draft, changed(draft, "main", tries=3), seen=old, by=first, at=cast.MONDAY)
    menus.publish(draft, seen=fingerprint(draft.tree), by=second, at=LATER)
    again = menus.begin("labour", by=first, at=LATER, version=1)
    assert (again.version, fingerprint(again.tree)) == (3, old)
