"""Which law governs, before whom, and until when: row by row against golden rows; areas and sitting days beside."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu import rulebook
from shramsetu.hearings.rules import jurisdiction, limits, route, sitting
from shramsetu.hearings.rules.jurisdiction import Seat
from shramsetu.hearings.rules.limits import Days
from shramsetu.lib import clock

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden/law.toml").read_text(encoding="utf-8"))["case"]
LAW = rulebook.book().law
CALENDAR = rulebook.book().calendar(date(2026, 11, 16))


def rows(shelf: str) -> list[Any]:
    found = [case for case in GOLDEN if case["key"].startswith(f"{shelf}:")]
    return [pytest.param(case, id=f"{case['key']}-{number}") for number, case in enumerate(found)]


def asked(case: dict[str, Any]) -> route.Asked:
    return route.Asked(
        LAW.matter(case["matter"]), case["cause"], case["filed"], sphere=case["sphere"], bodies=case["bodies"]
    )


@pytest.mark.parametrize("case", rows("regime"))
def test_the_law_that_governs(case: dict[str, Any]) -> None:
    found = route.govern(LAW, asked(case))
    assert (f"regime:{found.regime.slug}", found.law, found.provision.act, found.provision.section, found.forum) == (
        case["key"],
        case["law"],
        case["act"],
        case["section"],
        case["forum"],
    )


@pytest.mark.parametrize("case", rows("law-limit"))
def test_the_last_day_of_a_limit(case: dict[str, Any]) -> None:
    slug = case["key"].partition(":")[2]
    kind = LAW.limits[slug].kind
    found = LAW.limit(kind, case["matter"], case["law"], case["until"])
    assert found is not None
    assert (found[0].slug, limits.last_day(case["counts_from"], found[1], CALENDAR)) == (slug, case["until"])


def test_everything_is_pinned() -> None:
    keys = {f"regime:{one}" for one in LAW.regimes} | {f"law-limit:{one}" for one in LAW.limits}
    assert keys == {case["key"] for case in GOLDEN}


def test_every_matter_is_governed_on_every_day() -> None:
    days = [date(2024, 1, 1) + timedelta(days=step) for step in range(0, 1100, 7)]
    for matter in LAW.matters.values():
        for sphere in ("state", "central"):
            for bodies in ("existing", "new"):
                for on in days:
                    one = route.Asked(matter, on, on + timedelta(days=60), sphere=sphere, bodies=bodies)
                    assert route.govern(LAW, one).provision.act in LAW.acts


def test_a_law_that_is_not_there_is_not_guessed() -> None:
    none = type(LAW)(regimes={})
    with pytest.raises(route.NoLaw):
        route.govern(none, route.Asked(LAW.matter("bonus"), date(2026, 1, 1), date(2026, 1, 2)))


def test_a_claim_of_the_last_day_is_in_time_and_of_the_next_one_day_late() -> None:
    days = Days(cause_on=date(2025, 6, 10))
    last = limits.timely(LAW, "wages-unpaid", "central", days, date(2026, 6, 10), CALENDAR)
    late = limits.timely(LAW, "wages-unpaid", "central", days, date(2026, 6, 11), CALENDAR)
    assert last is not None
    assert late is not None
    assert (last.in_time, last.days_late, late.in_time, late.days_late) == (True, 0, False, 1)
    assert late.limit.condonable


def test_without_the_report_the_time_of_a_dismissal_does_not_run() -> None:
    days = Days(cause_on=date(2026, 1, 10))
    assert limits.timely(LAW, "dismissal", "code", days, date(2026, 11, 16), CALENDAR) is None
    told = Days(cause_on=date(2026, 1, 10), report_on=date(2026, 7, 1))
    found = limits.timely(LAW, "dismissal", "code", told, date(2026, 11, 16), CALENDAR)
    assert found is not None
    assert (found.file_by, found.days_late) == (date(2026, 9, 29), 48)


def test_no_limit_is_no_delay() -> None:
    days = Days(cause_on=date(2001, 1, 10))
    assert limits.timely(LAW, "dismissal", "state", days, date(2026, 11, 16), CALENDAR) is None


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(0, 3000))
def test_days_late_grow_by_one_a_day(cause: date, later: int) -> None:
    days, on = Days(cause_on=cause), cause + timedelta(days=later)
    today = limits.timely(LAW, "minimum-wage", "central", days, on, CALENDAR)
    tomorrow = limits.timely(LAW, "minimum-wage", "central", days, on + timedelta(days=1), CALENDAR)
    assert today is not None
    assert tomorrow is not None
    assert tomorrow.days_late - today.days_late == (1 if on >= today.file_by else 0)


def seat(pk: int, *areas: str, **changes: Any) -> Seat:
    given: dict[str, Any] = {
        "kind": "court",
        "bodies": "existing",
        "hears": ("dismissal",),
        "from_on": date(2020, 1, 1),
    }
    return Seat(pk, areas=areas, **{**given, **changes})


SEATS = [
    seat(1, "/09/"),
    seat(2, "/09/kanpur/"),
    seat(3, "/09/kanpur/", hears=("money-due",)),
    seat(4, "/09/kanpur/157/", ended_on=date(2026, 1, 1)),
]


def chosen(on: date = date(2026, 11, 16), seats: list[Seat] = SEATS, path: str = "/09/kanpur/157/") -> int:
    return jurisdiction.choose(seats, matter="dismissal", kind="court", path=path, on=on).pk


def test_the_narrowest_area_counts_while_its_forum_sits() -> None:
    assert (chosen(), chosen(date(2026, 1, 1)), chosen(path="/09/agra/146/")) == (2, 4, 1)


def test_a_body_of_the_codes_goes_before_a_narrower_one() -> None:
    new = seat(9, "/09/", bodies="new", from_on=date(2026, 8, 1))
    assert (chosen(seats=[*SEATS, new]), chosen(date(2026, 7, 31), [*SEATS, new])) == (9, 2)
    there = {"matter": "dismissal", "kind": "court", "path": "/09/kanpur/157/"}
    assert jurisdiction.bodies([*SEATS, new], on=date(2026, 8, 1), **there) == "new"  # type: ignore[arg-type]
    assert jurisdiction.bodies([*SEATS, new], on=date(2026, 7, 31), **there) == "existing"  # type: ignore[arg-type]


def test_a_place_without_a_forum_is_said_so() -> None:
    with pytest.raises(jurisdiction.NoForum):
        chosen(seats=[seat(1, "/09/agra/")])


TUESDAYS = sitting.week([1], ["11:00", "12:30"], 2, {date(2026, 11, 17): False, date(2026, 11, 19): True})


def test_a_forum_sits_on_its_weekdays_but_as_it_says_itself() -> None:
    found = [date(2026, 11, 1) + timedelta(days=n) for n in range(30)]
    # the 24th is a Tuesday, and a holiday of the calendar
    assert [on.day for on in found if TUESDAYS.sits_on(on, CALENDAR)] == [3, 10, 19]
    assert TUESDAYS.slots_on(date(2026, 11, 17), CALENDAR) == []
    assert TUESDAYS.slots_on(date(2026, 11, 19), CALENDAR) == [
        clock.moment(date(2026, 11, 19), time(11)),
        clock.moment(date(2026, 11, 19), time(12, 30)),
    ]


def test_the_next_slot_with_room() -> None:
    first, second = TUESDAYS.slots_on(date(2026, 11, 19), CALENDAR)
    taken: dict[datetime, int] = {first: 2, second: 1}
    assert TUESDAYS.free_slot(date(2026, 11, 16), taken, CALENDAR) == second
    assert clock.day(TUESDAYS.free_slot(date(2026, 11, 16), {first: 2, second: 2}, CALENDAR)) == date(2026, 12, 1)
    with pytest.raises(sitting.NeverSits):
        sitting.week([], ["11:00"], 2, {}).next_day(date(2026, 11, 16), CALENDAR)
