"""A district falls behind its target and catches up: Kanpur Nagar, pensions for unorganised workers, autumn 2026."""

from datetime import date, timedelta

import pytest
from tests import cast
from tests import room as desk
from tests.monitoring import room

from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.monitoring.targets import board, queries, race
from shramsetu.monitoring.targets.actions import setting
from shramsetu.monitoring.targets.models import DayTarget, Shortfall
from shramsetu.monitoring.targets.tasks import midnight

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)
OTHERS = (room.AGRA, room.LUCKNOW)


def days(first: date, last: date) -> list[date]:
    """The days from one to another, days off too: midnight comes every night."""
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def works(first: date, last: date, *, kanpur: int, others: int = 12) -> None:
    """Let the weeks pass: each working day's figure comes in the evening, each midnight freezes the next day."""
    for on in days(first, last):
        midnight(at=room.midnight(on))
        if not room.working(on, on):
            continue
        evening = clock.moment(on) + timedelta(hours=18)
        for lgd in OTHERS:
            room.send([(on, others)], at=evening, lgd=lgd)
        if kanpur:
            room.send([(on, kanpur)], at=evening)


def morning(on: date) -> DayTarget:
    return DayTarget.objects.select_related("share").get(share__place=room.district(), share__source="", on=on)


def shortfall() -> Case:
    return Shortfall.objects.select_related("case").get(place=room.district()).case


def test_a_district_falls_behind_and_catches_up() -> None:
    # The Commissioner asks for 75,000 accounts by the end of the year; the Principal Secretary approves.
    eve = clock.moment(FIRST - timedelta(days=1)) + timedelta(hours=6)
    asked = room.draft(first_on=FIRST, from_on=FIRST, last_on=LAST)
    one = setting.decide(setting.propose(asked, by=room.head(), at=eve), approve=True, by=room.secretary(), at=eve)
    assert room.share(one, room.district()).number == 1_000

    # Two good weeks: a thousand over the working days of four months is about eleven a day.
    works(FIRST, date(2026, 9, 15), kanpur=12)
    good = morning(date(2026, 9, 15))
    assert (good.light, good.why) == ("green", "on_time")
    assert good.official in {10, 11}
    assert not Shortfall.objects.filter(place=room.district()).exists()

    # The portal is down and the camps fall out: three a day. The light turns by the forecast, not by the share done.
    works(date(2026, 9, 16), date(2026, 9, 29), kanpur=3)
    bad = morning(date(2026, 9, 29))
    assert (bad.light, bad.why) == ("red", "late")
    assert bad.required > bad.official
    case = shortfall()
    officer = case.holder
    assert officer is not None
    assert (case.state, officer.place) == ("behind", room.district())

    # The officer says why and plans; the next one up agrees; until then the target is watched every night.
    at = clock.moment(date(2026, 9, 30)) + timedelta(hours=6)
    plan = {
        "cause": "camps",
        "plan": "अक्टूबर में हर ब्लॉक में दो शिविर, जन सेवा केंद्रों के साथ।",
        "promised_on": date(2026, 11, 30),
    }
    cast.take(case, "explain", at=at, **plan)
    assert case.holder != officer
    cast.take(case, "accept", at=at)
    assert (case.state, case.holder) == ("agreed", officer)

    # The camps bring twenty-five a day. One day's figure comes a week late: the frozen morning does not change.
    works(date(2026, 9, 30), date(2026, 10, 8), kanpur=25)
    frozen = morning(date(2026, 10, 8)).done
    late = date(2026, 10, 3)
    told = room.send(
        [(late, 40)], at=clock.moment(date(2026, 10, 8)) + timedelta(hours=20), reason="शिविर की सूची देर से मिली"
    )
    assert told.corrected == 1
    assert morning(date(2026, 10, 8)).done == frozen
    works(date(2026, 10, 9), date(2026, 10, 16), kanpur=25)
    day = next(row for row in board.past(one, room.district(), date(2026, 10, 16)) if row.on == late)
    assert (day.done, day.late, day.corrections) == (40, 15, 1)

    # It has caught up: the light is green again, the case ends by itself, and its journal tells all of it.
    back = morning(date(2026, 10, 16))
    assert back.light == "green"
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("caught_up", "caught_up")
    text = desk.text_of(desk.at_desk(cast.seat(officer).actor).get(f"/desk/case/{case.number}/"))
    assert "कमी पूरी हुई" in text

    # All rows still add up, and among equals the three that work stand before those of whom nothing is heard.
    found = queries.frozen([row.pk for row in room.rows(one)], date(2026, 10, 16))
    top = room.rows(one)[0]
    assert found[top.pk].official_to == sum(
        found[row.pk].official_to for row in room.rows(one) if row.place.kind == "district"
    )
    ranked = race.race(one, date(2026, 10, 16))
    assert ranked is not None
    first = {placed.place.lgd_code for group in ranked.groups for placed in group.rows if placed.ranked.rank}
    assert {room.KANPUR, *OTHERS} == first
