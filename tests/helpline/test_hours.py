"""When a line is open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests import cast

from shramsetu.helpline.actions import hours
from shramsetu.helpline.errors import BadSpan, Outdated
from shramsetu.helpline.queries import hours as asked
from shramsetu.helpline.rules.hours import Rule, Said, Span, is_open, spans
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

DAY = date(2026, 11, 16)
OFFICE, ALWAYS = Rule(time(9, 30), time(18)), Rule(time(0), time(0))


def at(hour: int, minute: int = 0, *, day: int = 16) -> datetime:
    """Return an instant by Lucknow's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=5, minutes=30)


def said(first: int, last: int, *, open_: bool = True, when: int = 0) -> Said:
    return Said(at(first), at(last), open_, at(when))


@pytest.mark.parametrize(
    ("moment", "expected"), [(at(9, 29), False), (at(9, 30), True), (at(17, 59), True), (at(18), False)]
)
def test_the_office_s_hours_hold(moment: datetime, expected: bool) -> None:
    assert is_open(moment, OFFICE, []) is expected
    assert is_open(moment, ALWAYS, [])
    assert not is_open(moment, Rule(time(9, 30), time(18), rests=True), [])


def test_what_was_said_last_wins() -> None:
    extended, shut = said(17, 22, when=10), said(19, 20, open_=False, when=11)
    opened = [is_open(at(hour), OFFICE, [extended, shut]) for hour in (18, 19, 20, 22)]
    assert opened == [True, False, True, False]


def test_a_day_is_told_in_spans() -> None:
    assert spans(DAY, OFFICE, [said(17, 22)]) == [Span(at(9, 30), at(18), False), Span(at(18), at(22), True)]
    assert spans(DAY, OFFICE, [said(12, 13, open_=False)]) == [
        Span(at(9, 30), at(12), False),
        Span(at(13), at(18), False),
    ]
    assert spans(DAY, ALWAYS, []) == [Span(at(0), at(0, day=17), False)]
    assert spans(DAY, Rule(time(9, 30), time(18), rests=True), []) == []


@pytest.mark.django_db
def test_a_line_is_extended_at_once_and_ended_early() -> None:
    by, evening = cast.desk(Role.SUPERVISOR), at(18, 30)
    assert not asked.is_open("labour", at=evening)
    opening = hours.extend("labour", until=at(23), reason="बाढ़", by=by, at=at(18, 15))
    assert asked.is_open("labour", at=evening)
    assert asked.week("labour", at=evening)[0].spans[-1] == Span(at(18, 15), at(23), True)
    hours.end(opening, by=by, at=at(20))
    assert not asked.is_open("labour", at=at(21))
    with pytest.raises(Outdated):
        hours.end(opening, by=by, at=at(20))
    entries = Entry.objects.filter(stream="line:labour").order_by("seq")
    assert [(entry.verb, entry.by) for entry in entries] == [("extend", by.key), ("end", by.key)]


@pytest.mark.django_db
@pytest.mark.parametrize("until", [at(18), at(18, day=30) + timedelta(days=1)])
def test_an_end_that_is_past_or_far_away_is_refused(until: datetime) -> None:
    with pytest.raises(BadSpan):
        hours.extend("labour", until=until, reason="बाढ़", by=cast.desk(Role.SUPERVISOR), at=at(18, 15))


@pytest.mark.django_db
def test_the_week_tells_why_the_line_rests() -> None:
    week = asked.week("labour", at=at(12, day=21))
    assert [(day.on.day, bool(day.spans)) for day in week[:3]] == [(21, True), (22, False), (23, True)]
    assert week[1].rests
