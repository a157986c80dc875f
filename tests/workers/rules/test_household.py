"""A family on a day: who counts, whose children they are, and what was taken twice."""

from datetime import UTC, date, datetime

from shramsetu.workers.rules import household
from shramsetu.workers.rules.household import Given, Person, Snapshot

ON = date(2026, 11, 22)
RAM = Person(1, "राम लाल", "head", "man", date(1985, 6, 1), worker="10473816502")
SITA = Person(2, "सीता देवी", "spouse", "woman", date(1988, 2, 29), worker="10473816518")
FIRST = Person(3, "गीता", "daughter", "woman", date(2008, 11, 23))
TWIN = Person(4, "लव", "son", "man", date(2012, 3, 4))
OTHER_TWIN = Person(5, "कुश", "son", "man", date(2012, 3, 4))
LAST = Person(6, "मीरा", "daughter", "woman", date(2026, 11, 20))
FAMILY = Snapshot(
    "912345678901", "service", datetime(2026, 11, 1, tzinfo=UTC), ON, (RAM, SITA, FIRST, TWIN, OTHER_TWIN, LAST)
)


def test_a_snapshot_is_read_back_as_it_was_kept() -> None:
    assert Snapshot.from_json(FAMILY.as_json()) == FAMILY


def test_a_daughter_is_a_minor_until_the_day_she_is_eighteen() -> None:
    assert [FIRST.is_adult(on) for on in (date(2026, 11, 22), date(2026, 11, 23))] == [False, True]


def test_twins_are_one_delivery() -> None:
    assert household.deliveries_of(FAMILY, "10473816518", until=ON) == 3
    assert household.deliveries_of(FAMILY, "10473816518", until=date(2026, 11, 19)) == 2


def test_daughters_are_counted_before_a_birth() -> None:
    assert household.daughters_before(FAMILY, "10473816502", born_on=date(2026, 11, 20)) == 1


def test_whose_children_they_are_is_known_for_head_and_spouse_alone() -> None:
    uncle = Person(7, "श्याम", "other", "man", date(1990, 1, 1), worker="10473816599")
    joint = Snapshot(FAMILY.number, FAMILY.source, FAMILY.as_of, ON, (*FAMILY.members, uncle))
    assert joint.children_of("10473816599") is None
    assert household.deliveries_of(joint, "10473816599", until=ON) is None
    assert household.deliveries_of(joint, "nobody", until=ON) is None


def test_a_birthday_not_known_leaves_the_count_unknown() -> None:
    unknown = Person(8, "बिटिया", "daughter", "woman")
    family = Snapshot(FAMILY.number, FAMILY.source, FAMILY.as_of, ON, (RAM, unknown))
    assert household.daughters_before(family, RAM.worker, born_on=ON) is None
    assert household.counts(family).unknown_age == 1


def given(scheme: str, worker: str, claim: str, *, on: date = ON, about: str = "", granted: bool = True) -> Given:
    return Given(scheme, worker, claim, on, about, granted)


def test_benefits_are_counted_by_scheme() -> None:
    benefits = [given("bocw-marriage-help", "1", "a"), given("bocw-marriage-help", "2", "b", granted=False)]
    found = household.counts(FAMILY, benefits)
    assert (found.asked, found.granted) == ({"bocw-marriage-help": 2}, {"bocw-marriage-help": 1})
    assert (found.helped("bocw-marriage-help"), found.helped("bocw-cycle")) == (1, 0)
    assert (found.members, found.adults, found.minors, found.workers, found.daughters) == (6, 2, 4, 2, 2)


def test_both_parents_claiming_one_wedding_is_seen() -> None:
    first, second = given("bocw-marriage-help", "1", "a"), given("bocw-marriage-help", "2", "b")
    assert household.doubles([second, first]) == [household.Double("event", first, second)]


def test_one_child_helped_twice_by_one_scheme_is_seen_on_other_days_too() -> None:
    first = given("bocw-education-help", "1", "a", on=date(2026, 4, 1), about="लव")
    second = given("bocw-education-help", "2", "b", about="लव")
    assert [one.why for one in household.doubles([first, second])] == ["person"]


def test_two_schemes_for_one_need_are_seen_only_where_the_rulebook_names_them() -> None:
    first = given("bocw-illness-help", "1", "a", on=date(2026, 4, 1))
    second = given("uow-health-help", "1", "b")
    assert household.doubles([first, second]) == []
    alike = [frozenset({"bocw-illness-help", "uow-health-help"})]
    assert [one.why for one in household.doubles([first, second], alike)] == ["schemes"]


def test_two_children_of_one_worker_in_one_scheme_are_no_double() -> None:
    first, second = (given("bocw-education-help", "1", claim, about=claim) for claim in ("लव", "कुश"))
    assert household.doubles([first, second]) == []


def test_two_children_helped_on_one_day_by_two_parents_are_no_double() -> None:
    first, second = (given("bocw-education-help", worker, worker, about=worker) for worker in ("1", "2"))
    assert household.doubles([first, second]) == []
