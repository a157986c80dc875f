"""What the rulebook of the repository must hold, whoever edits it."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from shramsetu import rulebook
from shramsetu.rulebook.basis import Dated
from shramsetu.rulebook.schema import Category

TODAY = date(2026, 11, 21)
DEVANAGARI = re.compile(r"[ऀ-ॿ]")
BOOK = rulebook.book()
LABOUR = [slug for slug, department in BOOK.departments.items() if slug == "labour" or department.parent == "labour"]


def test_labour_its_boards_and_four_other_departments_are_there() -> None:
    assert LABOUR == ["labour", "bocw", "uow", "welfare-council", "labour-courts"]
    assert sorted(set(BOOK.departments) - set(LABOUR)) == ["food", "home", "panchayati-raj", "revenue"]


def test_labour_and_its_boards_have_at_least_forty_four_categories() -> None:
    assert sum(category.department in LABOUR for category in BOOK.categories.values()) >= 44


def test_every_other_department_has_at_least_five() -> None:
    counts = Counter(category.department for category in BOOK.categories.values())
    assert [slug for slug in BOOK.departments if counts[slug] < 5] == []


@pytest.mark.parametrize("slug", ["bonded-labour", "child-labour"])
def test_bonded_and_child_labour_are_urgent_and_sealed(slug: str) -> None:
    assert (BOOK.categories[slug].urgent, BOOK.categories[slug].sealed) == (True, True)


def test_a_work_accident_is_urgent_and_open() -> None:
    assert (BOOK.categories["work-accident"].urgent, BOOK.categories["work-accident"].sealed) == (True, False)


def test_urgent_categories_run_in_hours_and_no_other_does() -> None:
    def in_hours(category: Category) -> bool:
        return all(BOOK.limit(category.slug, level, TODAY).unit == "hours" for level in range(1, 5))

    assert [slug for slug, category in BOOK.categories.items() if category.urgent != in_hours(category)] == []


def test_each_level_of_each_category_has_a_limit_today_and_through_the_demo() -> None:
    for slug in BOOK.categories:
        for level in range(1, 5):
            assert BOOK.limit(slug, level, TODAY - timedelta(days=90)).amount > 0


def test_conduct_is_sealed_in_every_department_that_has_it() -> None:
    assert [
        slug for slug, category in BOOK.categories.items() if category.group == "conduct" and not category.sealed
    ] == []


def test_hindi_is_written_in_devanagari() -> None:
    texts = [t for c in BOOK.categories.values() for t in (c.title, c.ask)]
    texts += [post.title for ladder in BOOK.ladders.values() for post in ladder]
    texts += [figure.what for figure in BOOK.figures.values()]
    assert [text.hi for text in texts if not DEVANAGARI.search(text.hi)] == []
    assert [text.en for text in texts if DEVANAGARI.search(text.en)] == []


def test_the_five_exclusions_say_where_to_go() -> None:
    assert sorted(BOOK.exclusions) == ["central-government", "other-state", "rti", "state-service", "sub-judice"]
    assert [slug for slug, row in BOOK.exclusions.items() if not row.contacts] == []


def test_every_ground_of_special_closure_names_its_document() -> None:
    assert len(BOOK.grounds) >= 8
    assert [slug for slug, ground in BOOK.grounds.items() if not ground.document.hi] == []


def test_each_year_has_its_holidays() -> None:
    years = Counter(day.on.year for day in BOOK.holidays)
    assert sorted(years) == [2025, 2026, 2027]
    assert min(years.values()) >= 20
    days = [day.on for day in BOOK.holidays]
    assert days == sorted(set(days))


def test_every_department_has_one_officer_per_level_and_place() -> None:
    for ladder in BOOK.ladders.values():
        seats = Counter((post.level, post.place, post.service) for post in ladder if post.level)
        assert max(seats.values()) == 1


def test_there_are_forty_articles_with_a_short_spoken_answer() -> None:
    assert len(BOOK.articles) >= 40
    spoken = {slug: len(re.findall(r"[।?]", article.answer.hi)) for slug, article in BOOK.articles.items()}
    assert {slug: count for slug, count in spoken.items() if count > 3} == {}


def test_the_thirteen_programmes_are_numbered_and_each_has_an_article() -> None:
    assert sorted(scheme.number for scheme in BOOK.schemes.values() if scheme.number) == list(range(1, 14))
    told = {article.scheme for article in BOOK.articles.values()}
    assert [slug for slug, scheme in BOOK.schemes.items() if scheme.number and slug not in told] == []


def test_what_is_not_confirmed_says_so() -> None:
    doubtful = ("not verified", "to be confirmed", "to be checked")
    rows = [*BOOK.schemes.items(), *BOOK.articles.items()]
    assert [slug for slug, row in rows if any(word in row.source for word in doubtful) and not row.unverified] == []


def shown_sources() -> set[str]:
    """Every source that a page or an order shows, as its row has it; our own defaults are said in other words."""
    rows: list[Dated] = [*BOOK.schemes.values(), *BOOK.articles.values()]
    rows += [row for ruled in BOOK.scheme_rules.homes.values() for row in ruled.values]
    rows += [row for category in BOOK.categories.values() for row in category.limits]
    rows += [row for figure in BOOK.figures.values() for row in figure.values]
    rows += [row for stream in BOOK.streams.streams.values() for row in stream.limits]
    return {row.source for row in rows} | law_sources() | {site.source for site in BOOK.works.sites.values()}


def law_sources() -> set[str]:
    law = BOOK.law
    limits = {row.source for limit in law.limits.values() for row in limit.values}
    return limits | {regime.source for regime in law.regimes.values()}


def test_every_source_that_is_shown_has_hindi() -> None:
    assert sorted(one for one in shown_sources() if not DEVANAGARI.search(BOOK.source(one).hi)) == []
    assert BOOK.source("default, not an order: eleven days").hi == "इस प्रणाली का अपना मान, आदेश नहीं"


def test_no_source_is_named_that_nothing_cites() -> None:
    cited = shown_sources() | {one.text.en for one in BOOK.scheme_rules.sources.values()}
    assert sorted(set(BOOK.sources) - cited) == []


def test_no_source_of_an_order_speaks_of_its_own_standing() -> None:
    said = [one.text for one in BOOK.scheme_rules.sources.values()]
    assert [one.en for one in said if "verified" in one.en or "पुष्टि" in one.hi] == []


def test_there_are_twenty_ready_answers_and_one_for_each_group_of_work() -> None:
    assert len(BOOK.replies) >= 20
    covered = {group for reply in BOOK.replies.values() for group in reply.groups}
    assert set(BOOK.groups) - covered == {"protection", "conduct"}


def test_the_feedback_call_asks_about_conduct_before_it_ends() -> None:
    lines = [line.slug for line in BOOK.script]
    assert lines.index("satisfied") < lines.index("conduct") < lines.index("closing-satisfied")


def test_every_advice_number_is_one_we_know() -> None:
    known = {number.number for number in BOOK.help_numbers}
    said = {n for c in BOOK.categories.values() if c.advice for n in re.findall(r"\b\d{3,5}\b", c.advice.hi)}
    assert said <= known
