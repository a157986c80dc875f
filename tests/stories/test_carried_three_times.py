"""A review's decision is carried over three times and closed with proof: the sector of schemes, November 2026."""

from datetime import datetime, timedelta

import pytest
from tests.monitoring.reviews import meet

from shramsetu.casework.actions import NotAllowed
from shramsetu.journal import queries as journal
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import export, queries
from shramsetu.monitoring.reviews.actions import agendas, holding, minuting, planning, reminding
from shramsetu.monitoring.reviews.models import AgendaItem, Decision, Review

pytestmark = pytest.mark.django_db


def next_review(after: datetime) -> Review:
    """The next review of the same sector, with its agenda made a day before."""
    for days in (0, 7):  # a holiday may take a sector's day away
        planning.plan(at=after + timedelta(days=days))
    review = Review.objects.filter(round="sector", sector="schemes", begins_at__gt=after).order_by("begins_at")[0]
    agendas.build(review, at=review.begins_at - timedelta(hours=24))
    return meet.fresh(review)


def hold(review: Review) -> datetime:
    """Open a review and return a moment in it."""
    holding.begin(review, by=meet.chair(), at=review.begins_at)
    return review.begins_at + timedelta(minutes=10)


def close(review: Review, at: datetime) -> None:
    holding.end(review, by=meet.chair(), at=at + timedelta(minutes=20))
    minuting.issue(review, by=meet.chair(), at=at + timedelta(minutes=50))


def test_a_decision_is_carried_three_times_and_closed_with_proof() -> None:
    # Tuesday's review of the schemes: the Commissioner orders a verification within five days.
    first = next_review(meet.AT)
    now = hold(first)
    made = holding.decide(
        first,
        holding.Ordered(meet.TEXT, meet.post("labour.alc.kanpur-nagar"), first.on + timedelta(days=5), meet.PROOF),
        by=meet.chair(),
        at=now,
    )
    close(first, now)
    owner = made.owner

    # Three weeks it is not done: each time it is late, on the agenda again, and carried over with a reason.
    review = first
    for count in (1, 2, 3):
        reminding.remind(at=meet.noon(made.due_on))
        review = next_review(review.begins_at + timedelta(hours=12))
        item = AgendaItem.objects.get(review=review, case=made.case)
        assert item.why == "decision"
        agendas.answer(
            item, f"सत्यापन {count * 25} प्रतिशत हुआ", by=meet.owner(), at=review.begins_at - timedelta(hours=2)
        )
        now = hold(review)
        to = review.on + timedelta(days=5)
        meet.take(made, "carry", actor=meet.chair(), at=now, to=to, reason="कर्मचारी चुनाव कार्य में हैं")
        assert (made.carried, made.due_on, made.case.holder) == (count, to, owner)
        close(review, now)

    # Now it stands on the list of those put off again and again, and heads the next agenda.
    chair = meet.post("labour.lc")
    assert queries.put_off(chair, clock.day(now)) == [made]
    review = next_review(review.begins_at + timedelta(hours=12))
    assert queries.agenda(review)[0].why == "carried"

    # The officer reports with the list; he cannot close it himself, the Commissioner sees the proof and does.
    at = review.begins_at - timedelta(hours=3)
    meet.report(made, at=at)
    with pytest.raises(NotAllowed):
        meet.take(made, "close", actor=meet.owner(), at=at, proof_seen=True)
    now = hold(review)
    meet.take(made, "close", actor=meet.chair(), at=now, proof_seen=True)
    close(review, now)
    assert made.case.state == "carried_out"
    assert queries.put_off(chair, clock.day(now)) == []
    assert [one.verb for one in journal.history(made.case.stream)].count("carry") == 3

    # The state's tracker reads how often and how late.
    sheet = export.tracker(queries.tracked(chair, first.on, first.on), today=clock.day(now))
    line = dict(zip(sheet.head, sheet.lines[0], strict=True))
    assert (line["carried_over"], line["state"]) == (3, "carried_out")
    assert line["days_late"] == (clock.day(now) - made.first_due_on).days
    assert Decision.objects.count() == 1
