"""A shortfall: opened by three red days, explained, agreed to, broken, caught up; each with its holder and time."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from tests import cast
from tests import room as desk
from tests.monitoring import room

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.journal import queries as journal
from shramsetu.lib import clock
from shramsetu.monitoring.targets.actions import freezing, shortfalls
from shramsetu.monitoring.targets.models import DayTarget, Shortfall
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db
DAYS = 8


def night(on: date) -> tuple[int, int]:
    """Freeze a day and look who is behind."""
    freezing.freeze(at=room.midnight(on))
    return shortfalls.watch(at=room.midnight(on))


def behind() -> Case:
    """Kanpur Nagar brings one a day of about seven; by the fourth night it has a shortfall."""
    room.target()
    for on in room.working(room.FIRST, room.FIRST + timedelta(days=DAYS)):
        room.send([(on, 1)], at=clock.moment(on) + timedelta(hours=12))
        night(on)
    return Shortfall.objects.select_related("case").get(place=room.district()).case


def take(case: Case, verb: str, *, on: date, **detail: object) -> None:
    cast.take(case, verb, at=clock.moment(on) + timedelta(hours=6), **detail)


PLAN = {"cause": "camps", "plan": "हर ब्लॉक में सप्ताह में दो शिविर।"}
ON = room.FIRST + timedelta(days=DAYS + 1)


def test_the_officer_of_the_district_holds_it_and_has_two_days() -> None:
    case = behind()
    held = case.shortfall
    assert case.holder is not None
    assert (case.holder.place, case.state, case.limit_key) == (room.district(), "behind", "targets.explain_days")
    assert held.gap > 0
    assert case.due_at is not None
    opened = clock.day(case.opened_at)
    assert room.working(opened, clock.day(case.due_at))[-1] == clock.day(case.due_at)


def test_where_nothing_is_due_yet_there_is_nothing_to_explain() -> None:
    """One unit for each district in half a year: nobody has it in the first week, and nobody is asked why."""
    room.target(number=75)
    due = set()
    for on in room.working(room.FIRST, room.FIRST + timedelta(days=DAYS)):
        night(on)
        rows = DayTarget.objects.filter(on=on, share__place__kind="district", official_to__gt=F("official"))
        due |= set(rows.values_list("share__place", flat=True))
    asked = set(Shortfall.objects.values_list("place", flat=True))
    assert asked <= due
    assert len(asked) < 10


def test_no_second_one_is_opened_while_one_is_open() -> None:
    behind()
    before = Shortfall.objects.count()
    night(ON)
    night(ON + timedelta(days=1))
    assert Shortfall.objects.filter(place=room.district()).count() == 1
    assert Shortfall.objects.count() == before


def test_a_place_whose_case_cannot_be_opened_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, agra = shortfalls.officer, room.district(room.AGRA)

    def nobody(department: str, place: Place, **options: object) -> object:
        if place == agra:
            raise LookupError
        return whole(department, place, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(shortfalls, "officer", nobody)
    behind()
    there = set(Shortfall.objects.values_list("place", flat=True))
    assert (agra.pk in there, room.district(room.LUCKNOW).pk in there) == (False, True)


def test_it_is_explained_agreed_and_caught_up() -> None:
    case = behind()
    officer = case.holder
    take(case, "explain", on=ON, **PLAN, promised_on=ON + timedelta(days=20))
    assert (case.state, case.holder != officer, case.level) == ("explained", True, 2)
    take(case, "accept", on=ON)
    assert (case.state, case.holder) == ("agreed", officer)
    assert clock.day(case.due_at) >= ON + timedelta(days=20)  # type: ignore[arg-type]
    for on in room.working(ON, ON + timedelta(days=14)):
        room.send([(on, 30)], at=clock.moment(on) + timedelta(hours=12))
        night(on)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.shortfall.ended_on is not None) == ("caught_up", "caught_up", True)


def test_the_plan_stands_beside_the_chain_and_the_cause_in_it() -> None:
    case = behind()
    take(case, "explain", on=ON, **PLAN, promised_on=ON + timedelta(days=20))
    entry = list(journal.history(case.stream))[-1]
    case.shortfall.refresh_from_db()
    assert (case.shortfall.cause, case.shortfall.plan) == ("camps", PLAN["plan"])
    assert (entry.detail["cause"], "plan" in entry.detail) == ("camps", False)


@pytest.mark.parametrize("promised", [ON, room.LAST + timedelta(days=1)])
def test_a_promise_lies_ahead_and_within_the_period(promised: date) -> None:
    case = behind()
    with pytest.raises(Refused) as refused:
        take(case, "explain", on=ON, **PLAN, promised_on=promised)
    assert refused.value.field == "promised_on"


def test_a_plan_may_be_given_back_and_a_broken_one_comes_back() -> None:
    case = behind()
    take(case, "explain", on=ON, **PLAN, promised_on=ON + timedelta(days=4))
    take(case, "give_back", on=ON, reason="शिविरों की तारीख़ें लिखें।")
    assert case.state == "behind"
    take(case, "explain", on=ON, **PLAN, promised_on=ON + timedelta(days=4))
    take(case, "accept", on=ON)
    casework.escalate_overdue(at=clock.moment(ON + timedelta(days=9)))
    case.refresh_from_db()
    assert (case.state, case.holder.place if case.holder else None) == ("behind", room.district())


def test_silence_goes_up_the_ladder() -> None:
    case = behind()
    officer = case.holder
    casework.escalate_overdue(at=clock.moment(ON + timedelta(days=9)))
    case.refresh_from_db()
    assert (case.state, case.holder != officer, case.level) == ("behind", True, 2)


def test_nobody_but_its_holder_takes_a_step() -> None:
    case = behind()
    with pytest.raises(NotAllowed):
        cast.take(case, "explain", by=room.secretary(), at=room.AT, **PLAN, promised_on=room.LAST)


def test_it_ends_with_its_period() -> None:
    room.target(last_on=date(2026, 10, 14))
    for on in room.working(room.FIRST, date(2026, 10, 14)):
        room.send([(on, 1)], at=clock.moment(on) + timedelta(hours=12))
        night(on)
    night(date(2026, 10, 15))
    one = Shortfall.objects.get(place=room.district())
    assert (one.case.state, one.ended_on) == ("over", date(2026, 10, 15))


def test_its_page_shows_the_target_and_the_plan() -> None:
    case = behind()
    text = desk.text_of(desk.holder(case).get(f"/desk/case/{case.number}/"))
    assert "लक्ष्य से पीछे" in text
    assert "श्रम योगी मानधन" in text
    take(case, "explain", on=ON, **PLAN, promised_on=ON + timedelta(days=20))
    assert PLAN["plan"] in desk.text_of(desk.holder(case).get(f"/desk/case/{case.number}/"))
    inbox = desk.text_of(desk.holder(case).get("/desk/inbox/"))
    assert "पीछे" in inbox
