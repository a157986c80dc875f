"""Transfers, packets, consent and the chase of a certificate, as pure rules."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from shramsetu.bonded.rules import chase, consents, packets, transfers
from shramsetu.bonded.rules.transfers import Half, Sides, Stage

AT = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_way_of_a_transfer() -> None:
    way = [Stage.DRAFTED, Stage.SENT, Stage.SEEN, Stage.ACCEPTED, Stage.RECEIVED, Stage.COMPLETED]
    for here, there in pairwise(way):
        assert transfers.step(here, there) is there


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (Stage.DRAFTED, Stage.ACCEPTED),
        (Stage.RECEIVED, Stage.REFUSED),  # who received has the person
        (Stage.RECEIVED, Stage.WITHDRAWN),
        (Stage.REFUSED, Stage.SENT),  # a refusal leads on by a transfer of its own
        (Stage.COMPLETED, Stage.RECEIVED),
    ],
)
def test_no_way(here: Stage, there: Stage) -> None:
    with pytest.raises(transfers.WrongStage):
        transfers.step(here, there)


def test_each_post_has_at_most_one_half() -> None:
    sides = Sides(rescue=1, native=2)
    assert sides.half_of({1}) is Half.RESCUE
    assert sides.half_of({2, 7}) is Half.NATIVE
    assert sides.half_of({3}) is None
    assert sides.half_of({1, 2}) is None, "a post above both closes neither half"
    assert sides.half_of(None) is None, "nor does the state"
    assert sides.acts_for({1}) == {Half.RESCUE}


def test_the_other_states_answers_are_written_by_the_only_district_here() -> None:
    out = Sides(rescue=1, native=None)
    assert out.acts_for({1}) == {Half.RESCUE, Half.NATIVE}
    assert out.halves == {Half.RESCUE}
    assert out.acts_for({2}) == frozenset()


@pytest.mark.parametrize(
    ("named", "state", "fixed", "why"),
    [
        (None, "", False, "missing"),
        (2, "", False, "same"),
        (3, "", False, "went_before"),
        (5, "", True, "fixed"),
    ],
)
def test_a_refusal_must_lead_on(named: int | None, state: str, fixed: bool, why: str) -> None:
    with pytest.raises(transfers.NoDistrict) as caught:
        transfers.onward(named, state, here=2, refused_by={3}, fixed=fixed)
    assert caught.value.why == why


def test_a_refusal_that_leads_on() -> None:
    transfers.onward(5, "", here=2, refused_by={3}, fixed=False)
    transfers.onward(None, "bihar", here=2, refused_by={3}, fixed=False)


def test_a_packet_carries_what_was_picked() -> None:
    assert packets.chosen(["certificate", "name", "bank", "statement"]) == (
        "code",
        "age_sex",
        "certificate",
        "name",
        "statement",
    )
    assert packets.consents_needed(["code", "certificate"]) == frozenset()
    assert packets.consents_needed(["name", "statement"]) == {"other_state", "other_state_sealed"}


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (packets.Standing(AT + DAY), None),
        (packets.Standing(AT), packets.Why.EXPIRED),
        (packets.Standing(AT + DAY, opened_at=AT), packets.Why.OPENED),
        (packets.Standing(AT + DAY, revoked_at=AT), packets.Why.REVOKED),
        (packets.Standing(AT + DAY, opened_at=AT, revoked_at=AT), packets.Why.REVOKED),
        (packets.Standing(AT + DAY, tries=5), packets.Why.LOCKED),
    ],
)
def test_a_packet_opens_once(standing: packets.Standing, why: packets.Why | None) -> None:
    assert packets.barred(standing, AT) == why


def test_answers_come_after_the_reading() -> None:
    assert not packets.answerable(packets.Standing(AT + DAY), AT)
    assert packets.answerable(packets.Standing(AT + DAY, opened_at=AT), AT + 9 * DAY)
    assert not packets.answerable(packets.Standing(AT + DAY, opened_at=AT, revoked_at=AT), AT)
    assert not packets.answerable(packets.Standing(AT + DAY, opened_at=AT, tries=5), AT)


@pytest.mark.parametrize(
    ("address", "shown"), [("203.0.113.77", "203.0.…"), ("2001:db8:1:2::9", "2001:db8:1:…"), ("", "…")]
)
def test_the_log_masks_the_address(address: str, shown: str) -> None:
    assert packets.masked(address) == shown


def test_consent_is_the_last_word() -> None:
    words = [
        consents.Word("other_state", "given", AT),
        consents.Word("photo", "refused", AT),
        consents.Word("other_state", "withdrawn", AT + 2 * DAY),
    ]
    assert consents.allows(words, "other_state", AT + DAY, is_minor=False)
    assert not consents.allows(words, "other_state", AT + 3 * DAY, is_minor=False)
    assert not consents.allows(words, "photo", AT + DAY, is_minor=False)
    assert not consents.allows(words, "research", AT + DAY, is_minor=False), "silence is no consent"


def test_a_child_does_not_consent_alone() -> None:
    alone = [consents.Word("other_state", "given", AT)]
    guarded = [consents.Word("other_state", "given", AT, for_child_by="बाल कल्याण समिति, आदेश 12")]
    assert not consents.allows(alone, "other_state", AT, is_minor=True)
    assert consents.allows(guarded, "other_state", AT, is_minor=True)


def test_letters_of_a_chase() -> None:
    every = chase.letters(AT, [2, 5, 10], 15)
    assert [(one.kind, one.due_at) for one in every] == [
        ("letter", AT + 2 * DAY),
        ("letter", AT + 5 * DAY),
        ("letter", AT + 10 * DAY),
        ("copy", AT + 15 * DAY),
    ]
    assert chase.due(every, (), AT + DAY) == ()
    assert [one.number for one in chase.due(every, {1}, AT + 6 * DAY)] == [2]
    assert [one.number for one in chase.due(every, {1, 2, 3}, AT + 15 * DAY)] == [4]
    assert chase.next_due(every, {1}) == AT + 5 * DAY
    assert chase.next_due(every, {1, 2, 3, 4}) is None


def test_home_in_the_district_of_the_rescue_has_both_halves() -> None:
    one = Sides(rescue=1, native=1)
    assert one.acts_for({1}) == {Half.RESCUE, Half.NATIVE}
    assert one.acts_for({2}) == frozenset()
