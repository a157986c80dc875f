"""Scores, anonymous rows, seats: the pure parts of the reports."""

from datetime import UTC, datetime, timedelta

import pytest

from shramsetu.bonded.rules import anonymous, committee, scores
from shramsetu.bonded.rules.scores import Path
from shramsetu.rulebook.committees import SeatRule

T = datetime(2026, 6, 1, 6, tzinfo=UTC)
NOW = T + timedelta(days=60)


def path(certificate: float, payment: float | None) -> Path:
    certified = T + timedelta(hours=certificate)
    return Path(T, certified, None if payment is None else certified + timedelta(hours=payment))


def test_a_score_has_medians_and_shares() -> None:
    found = scores.score([path(20, 10), path(30, 100), path(40, 500), path(50, None)], at=NOW)
    assert (found.to_certificate, found.to_payment) == (35.0, 100.0)
    assert (found.in_day, found.in_week, found.never) == (25, 50, 25)


def test_who_was_certified_an_hour_ago_is_nobodys_failure() -> None:
    fresh = Path(NOW - timedelta(hours=9), NOW - timedelta(hours=1), None)
    found = scores.score([path(20, 10), fresh], at=NOW)
    assert (found.in_day, found.in_week) == (100, 100)


def test_nothing_measured_is_no_rank() -> None:
    empty = scores.score([], at=NOW)
    assert empty.speed is None
    assert scores.ranks([empty], lambda one: one.speed) == {}


def test_the_number_of_rescues_is_never_ranked() -> None:
    few, many = [path(20, 10), path(30, 200)], [path(20, 10), path(30, 200)] * 40
    found = [scores.score(many, at=NOW), scores.score(few, at=NOW), scores.score([path(20, None)], at=NOW)]
    assert found[0].people == 40 * found[1].people
    assert scores.ranks(found, lambda one: one.speed) == {0: 1, 1: 1, 2: 3}


def ladder(district: str, age: str) -> anonymous.Row:
    return {"place": (district, "UP"), "age": (age, "adult", "*")}


def test_what_is_common_stays_exact_and_what_is_rare_loses_detail() -> None:
    rows = [ladder("Agra", "18-20")] * 11 + [ladder("Agra", "21-23")] * 6 + [ladder("Mau", "24-26")] * 5
    found = anonymous.k_anonymous(rows, columns=("place", "age"), widen=("age", "place"), k=11)
    assert found.lines == (("Agra", "18-20"),) * 11 + (("UP", "adult"),) * 11
    assert found.left_out == 0


def test_who_stays_rare_is_left_out() -> None:
    rows = [ladder("Agra", "18-20")] * 11 + [ladder("Mau", "24-26")] * 4
    found = anonymous.k_anonymous(rows, columns=("place", "age"), widen=("age", "place", "age"), k=11)
    assert (len(found.lines), found.left_out) == (11, 4)


def test_every_line_is_like_ten_others() -> None:
    rows = [ladder(f"D{n % 7}", f"{n % 5}") for n in range(200)]
    found = anonymous.k_anonymous(rows, columns=("place", "age"), widen=("age", "place", "age"), k=11)
    assert min(found.lines.count(line) for line in set(found.lines)) >= 11
    assert len(found.lines) + found.left_out == 200


def test_k_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        anonymous.k_anonymous([], columns=(), widen=(), k=1)


def rule(slug: str, seats: int, **more: object) -> SeatRule:
    words = {"hi": "सीट", "en": "Seat"}
    fixed = {"slug": slug, "level": "district", "title": words, "seats": seats, "nominated_by": words, "source": "s.13"}
    return SeatRule.model_validate({**fixed, **more})


def test_vacant_seats_are_named_and_a_chair_by_office_is_none() -> None:
    rules = [rule("chair", 1, by_office=True), rule("scst", 3), rule("rural", 3, is_most=True)]
    found = committee.vacancies(rules, ["scst", "rural"])
    assert [(one.rule.slug, one.empty, one.may_stay) for one in found] == [("scst", 2, False), ("rural", 2, True)]


@pytest.mark.parametrize(("seats", "needed"), [(10, 4), (11, 4), (1, 2)])
def test_a_third_of_the_seats_makes_a_quorum(seats: int, needed: int) -> None:
    assert committee.quorum(seats, percent=34) == needed
