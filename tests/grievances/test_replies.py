"""Answers by text message: which case a bare word speaks of, and where it then goes."""

import pytest
from tests import cast
from tests.grievances.test_feedback import awaiting, unreached

from shramsetu.grievances import actions

pytestmark = pytest.mark.django_db


def test_a_no_sends_the_case_back_to_the_level_that_reported() -> None:
    case, at = unreached()
    assert case.level == 2

    actions.answer_by_sms(cast.RAMESH.phone, "2", at=at)

    case.refresh_from_db()
    assert (case.state, case.level) == ("with_officer", 1)
    assert case.holder is not None
    assert case.holder.code == "labour.leo.kanpur-nagar"


def test_a_bare_yes_closes_only_the_case_that_was_asked_about() -> None:
    other = awaiting()
    case, at = unreached()

    moved = actions.answer_by_sms(cast.RAMESH.phone, "1", at=at)

    other.refresh_from_db()
    assert moved is not None
    assert (moved.pk, moved.state, moved.level, other.state) == (case.pk, "closed", 1, "awaiting_feedback")


def test_a_number_in_the_message_names_the_case() -> None:
    first, at = unreached()
    unreached()

    moved = actions.answer_by_sms(cast.RAMESH.phone, f"{first.number} हाँ", at=at)

    assert moved is not None
    assert (moved.pk, moved.state) == (first.pk, "closed")
