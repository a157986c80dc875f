"""Two rows of one human being become one, and two again exactly as they were."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict
from tests import cast
from tests.workers import room

from shramsetu.casework.actions import Refused
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role
from shramsetu.workers.actions import applying, boards, cards, changes, merging, pairing, renewing
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.entry import Registration
from shramsetu.workers.models import Card, Fee, Identity, Membership, Merge, Pair, Spell, Worker
from shramsetu.workers.queries import likely
from shramsetu.workers.rules import keys
from shramsetu.workers.rules.cards import mark_of

pytestmark = pytest.mark.django_db
LATER = room.AT + timedelta(days=3)


def steward() -> Actor:
    return cast.desk(Role.STEWARD)


def twice() -> tuple[Worker, Worker]:
    """Ramdev as he stands, and as he was entered again in Roman letters with his wife's phone."""
    kept = room.worker(phone="")
    gone = room.worker(
        name="Ramdev Nishad", parent="Shivcharan", phone=room.PHONE, aadhaar=room.AADHAAR, ration_card=room.RATION,
        spells=(room.NewSpell("गुप्ता ईंट भट्ठा", date(2025, 11, 1), date(2026, 2, 1), 80),),
    )  # fmt: skip
    boards.admit(kept, "bocw", years=1, on=date(2026, 9, 1), by=steward(), at=room.AT)
    boards.admit(gone, "bocw", years=3, on=date(2026, 10, 1), by=steward(), at=room.AT)
    boards.admit(gone, "uow", years=1, on=date(2026, 10, 1), by=steward(), at=room.AT)
    cards.issue(Membership.objects.get(worker=gone, board="bocw"), by=steward(), at=room.AT)
    return kept, gone


def state() -> dict[str, list[dict[str, Any]]]:
    """Return every row of the registry that has to do with a worker, but for pairs and merges."""
    models = (Worker, Membership, Spell, Identity, Fee, Card, *others())
    return {one._meta.label: [model_to_dict(row) for row in one._base_manager.order_by("pk")] for one in models}


def others() -> list[Any]:
    known = {Worker, Membership, Spell, Identity, Fee, Card, Pair, Merge}
    return sorted(
        {one.related_model for one in Worker._meta.related_objects} - known, key=lambda model: str(model._meta.label)
    )


def test_everything_moves_and_what_was_not_known_is_filled_in() -> None:
    kept, gone = twice()
    merging.merge(kept, gone, by=steward(), at=LATER)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert (kept.name, kept.parent, kept.phone) == ("रामदेव निषाद", "शिवचरण निषाद", room.PHONE)
    assert kept.aadhaar_last_four == "0124"
    assert kept.family == gone.family
    assert Spell.objects.filter(worker=kept).count() == 2
    assert Spell.objects.filter(worker=gone).count() == 0
    boards_of = Membership.objects.filter(worker=kept).order_by("board")
    assert [(one.board, one.registered_on) for one in boards_of] == [
        ("bocw", date(2026, 9, 1)),
        ("uow", date(2026, 10, 1)),
    ]
    assert Fee.objects.filter(membership__worker=kept).count() == 3
    assert [card.revoked_why for card in Card.objects.all()] == [cards.Why.MERGED]


def test_undone_it_is_to_the_letter_as_it_was() -> None:
    kept, gone = twice()
    before = state()
    made = merging.merge(kept, gone, by=steward(), at=LATER)
    assert state() != before
    merging.undo(made, for_ever=False, by=steward(), at=LATER)
    assert state() == before


def test_what_came_since_stays_with_the_row_that_stayed() -> None:
    kept, gone = twice()
    made = merging.merge(kept, gone, by=steward(), at=LATER)
    Worker.objects.filter(pk=kept.pk).update(phone="+919999900399")
    Spell.objects.create(worker=kept, employer="नया", first_on="2026-11-01", last_on="2026-11-10", days=9, key="new")
    merging.undo(made, for_ever=False, by=steward(), at=LATER)
    kept.refresh_from_db()
    assert kept.phone == "+919999900399"
    assert set(Spell.objects.filter(worker=kept).values_list("employer", flat=True)) == {"शर्मा बिल्डर्स", "नया"}


def test_a_repeat_of_either_changes_nothing() -> None:
    kept, gone = twice()
    made = merging.merge(kept, gone, by=steward(), at=LATER)
    assert merging.merge(kept, gone, by=steward(), at=LATER) == made
    merging.undo(made, for_ever=True, by=steward(), at=LATER)
    after = state()
    merging.undo(made, for_ever=True, by=steward(), at=LATER)
    assert state() == after
    assert Entry.objects.filter(stream=kept.stream, verb__in=("merge", "unmerge")).count() == 2


def test_the_words_of_both_names_find_the_one_that_stays() -> None:
    kept, gone = room.worker(phone=""), room.worker(name="रम्मू निषाद", phone="")
    merging.merge(kept, gone, by=steward(), at=LATER)
    kept.refresh_from_db()
    assert {"rm"} <= set(kept.keys)


def test_verified_aadhaar_that_differs_forbids_it() -> None:
    kept, gone = twice()
    Worker.objects.filter(pk__in=[kept.pk, gone.pk]).update(aadhaar_verified_at=room.AT)
    Worker.objects.filter(pk=kept.pk).update(aadhaar_digest="f" * 64, aadhaar_key="a", aadhaar_last_four="1111")
    with pytest.raises(Refused):
        merging.merge(kept, gone, by=steward(), at=LATER)


def test_who_was_merged_away_is_not_merged_again_and_a_chain_is_undone_from_its_end() -> None:
    one, two, three = (room.worker(phone="", key=f"{at}") for at in range(3))
    first = merging.merge(two, three, by=steward(), at=LATER)
    with pytest.raises(Refused):
        merging.merge(one, three, by=steward(), at=LATER)
    merging.merge(one, two, by=steward(), at=LATER)
    with pytest.raises(Refused):
        merging.undo(first, for_ever=False, by=steward(), at=LATER)


def test_a_row_merged_twice_over_stands_for_the_last_one_and_its_words_find_it() -> None:
    kept, middle, first = (room.worker(name=name, phone="") for name in ("रामदेव", "Kallu Kewat", "रम्मू"))
    merging.merge(middle, first, by=steward(), at=LATER)
    before = state()
    made = merging.merge(kept, middle, by=steward(), at=LATER)
    assert set(Worker.objects.exclude(pk=kept.pk).values_list("merged_into", flat=True)) == {kept.pk}
    kept.refresh_from_db()
    assert set(kept.keys) >= {*keys.of_worker(first.name, "", first.parent)}
    merging.undo(made, for_ever=False, by=steward(), at=LATER)
    assert state() == before


def test_not_the_same_is_remembered_whatever_is_found_later() -> None:
    one, two = room.worker(phone=""), room.worker(name="Ramdev Nishad", phone="")
    assert pairing.note(two, likely.same_as(two), at=room.AT) == 1
    pair = Pair.objects.get()
    pairing.never(pair, by=steward(), at=LATER)
    assert pairing.note(two, likely.same_as(two), at=LATER) == 0
    pair.refresh_from_db()
    assert (pair.verdict, pair.first, pair.second) == (Pair.Verdict.OTHER, one, two)


def test_not_the_same_as_one_is_not_the_same_as_whoever_took_it_in() -> None:
    one, two, three = (room.worker(phone="", key=f"{at}") for at in range(3))
    pairing.never(pairing.point_out(two, three, by=steward(), at=room.AT), by=steward(), at=room.AT)
    made = merging.merge(one, two, by=steward(), at=LATER)
    assert Pair.objects.get(first=one, second=three).verdict == Pair.Verdict.OTHER
    merging.undo(made, for_ever=True, by=steward(), at=LATER)
    assert not Pair.objects.filter(first=one, second=three).exists()
    assert Pair.objects.get(first=one, second=two).verdict == Pair.Verdict.OTHER


def test_never_the_same_is_never_merged() -> None:
    one, two = room.worker(phone=""), room.worker(phone="", key="2")
    pairing.never(pairing.point_out(one, two, by=steward(), at=room.AT), by=steward(), at=room.AT)
    with pytest.raises(Refused):
        merging.merge(one, two, by=steward(), at=LATER)
    two.refresh_from_db()
    assert two.merged_into is None


def test_while_a_change_of_either_waits_they_are_not_merged() -> None:
    kept, gone = room.worker(), room.worker(phone="+919999900777", key="2")
    wish = changes.Wish("account", {"number": "99887766554433", "ifsc": "PUNB0123400"}, "portal")
    case = changes.ask(gone, wish, by=Actor(role="citizen", person="x"), at=room.AT)
    with pytest.raises(Refused):
        merging.merge(kept, gone, by=steward(), at=LATER)
    cast.take(case, "refuse", text="पासबुक दूसरे की है।")
    assert merging.merge(kept, gone, by=steward(), at=LATER)


def test_every_card_of_the_number_that_goes_is_on_the_list_of_revoked_ones() -> None:
    kept, gone = room.worker(phone=""), room.worker(phone="", key="2")
    lost, used = (boards.admit(gone, one, years=3, on=room.TODAY, by=steward(), at=room.AT) for one in ("bocw", "uow"))
    cards.revoke(cards.issue(lost, by=steward(), at=room.AT), cards.Why.LOST, by=steward(), at=room.AT)
    cards.issue(used, by=steward(), at=room.AT)
    merging.merge(kept, gone, by=steward(), at=LATER)
    marks = json.loads(str(cards.revoked(at=LATER)["signed"]))["cards"]
    assert marks == sorted(mark_of(gone.number, board, 1) for board in ("bocw", "uow"))


def test_undoing_one_of_two_merges_leaves_the_words_of_the_other() -> None:
    kept, one, two = room.worker(phone=""), room.worker(name="Kallu Kewat", key="1"), room.worker(name="रम्मू", key="2")
    made = merging.merge(kept, one, by=steward(), at=LATER)
    merging.merge(kept, two, by=steward(), at=LATER)
    merging.undo(made, for_ever=False, by=steward(), at=LATER)
    kept.refresh_from_db()
    assert set(kept.keys) == {*keys.of_worker(kept.name, "", kept.parent), *keys.of_worker(two.name, "", two.parent)}


def test_merges_that_touch_one_registration_are_undone_from_the_latest() -> None:
    rows = [room.worker(phone="", key=f"{at}") for at in range(3)]
    kept, one, two = rows
    for years, row in enumerate(rows, start=1):
        boards.admit(row, "bocw", years=years, on=room.TODAY, by=steward(), at=room.AT)
    before = state()
    first, second = (merging.merge(kept, gone, by=steward(), at=LATER) for gone in (one, two))
    with pytest.raises(Refused):
        merging.undo(first, for_ever=False, by=steward(), at=LATER)
    merging.undo(second, for_ever=False, by=steward(), at=LATER)
    merging.undo(first, for_ever=False, by=steward(), at=LATER)
    assert state() == before


def test_nobody_pays_or_asks_for_a_row_that_was_merged_away() -> None:
    kept, gone = twice()
    merging.merge(kept, gone, by=steward(), at=LATER)
    left = Membership.objects.get(worker=gone)
    with pytest.raises(Refused):
        renewing.renew(left, Paid("CSC1", "csc"), years=1, by=room.clerk(), at=LATER)
    with pytest.raises(Refused):
        changes.ask(gone, changes.Wish("address", {"address": "x", "pin": ""}, "desk"), by=room.clerk(), at=LATER)
    gone.refresh_from_db()
    again = Registration(room.told(key="anew"), "uow", 1, "desk", known=gone)
    with pytest.raises(Refused):
        applying.submit(again, by=room.clerk(), at=LATER)
    assert not Fee.objects.filter(reference="CSC1").exists()


def test_who_entered_a_row_does_not_merge_it() -> None:
    kept, gone = room.worker(phone=""), room.worker(phone="", key="2")
    with pytest.raises(Refused):
        merging.merge(kept, gone, by=room.clerk(), at=LATER)
