"""Two of one family claim for one wedding: the officer sees it at once."""

import pytest
from tests import cast
from tests.room import at_desk, text_of
from tests.schemes import room
from tests.workers import room as workers

from shramsetu.schemes import family_shown

pytestmark = pytest.mark.django_db


def test_the_same_wedding_claimed_by_both_parents_is_seen_at_once() -> None:
    father = room.member(ration_card=workers.RATION)
    mother = room.member(
        name="सीता देवी", sex="woman", phone="+919999900555", aadhaar=None, ration_card=workers.RATION, account=None
    )
    first, second = room.claim(father), room.claim(mother)
    seen = family_shown.of(room.row(second))
    assert seen is not None
    assert [one.number for one in seen.others] == [first.number]
    assert [number for _why, number in seen.doubles] == [first.number]
    page = text_of(at_desk(cast.holder_of(second)).get(f"/desk/case/{second.number}/"))
    assert "दोहरा" in page


def test_a_worker_without_a_family_shows_none() -> None:
    assert family_shown.of(room.row(room.claim())) is None
