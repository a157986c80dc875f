"""What the grammar takes, what it refuses and how it says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp
from tests.lib.conditions.strategies import SCOPE, conditions

from shramsetu.lib.conditions import BadCondition, Not, names, parse, sql, text

WORDS = ("and", "or", "not", "in", "between", "is", "known", "=", "<>", "<=", "+", "-", "(", ")", ",", "7")
WORDS += ("'man'", "2026-11-22")


@given(st.text(max_size=40) | st.lists(st.sampled_from([*WORDS, *SCOPE]), max_size=30).map(" ".join))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    try:
        parse(typed, SCOPE)
    except BadCondition as problem:
        assert problem.sentence()  # noqa: PT017


@pytest.mark.parametrize("dialect", sql.DIALECTS)
@pytest.mark.parametrize(
    "widest",
    [
        " or ".join(["work_days = 1"] * 70),
        "not (" * 10 + "has_pension" + ")" * 10,
        "children in (" + ", ".join(map(str, range(140))) + ")",
        "children = 1" + " + 1" * 9,
    ],
    ids=["wide", "deep", "list", "sum"],
)
def test_the_widest_condition_that_is_read_is_also_written(widest: str, dialect: sql.Dialect) -> None:
    assert sql.condition(parse(widest, SCOPE), {}, dialect).sql(dialect)


def test_what_is_no_part_of_a_condition_is_never_run() -> None:
    sql.check(sql.condition(parse("work_days > 1", SCOPE), {}, "postgres"), "postgres")
    with pytest.raises(sql.BadSql, match="Lower"):
        sql.check(exp.EQ(this=exp.Lower(this=sql.column("sex")), expression=exp.Literal.string("man")), "postgres")


@given(conditions)
def test_what_is_read_and_written_again_reads_the_same(condition: str) -> None:
    try:
        tree = parse(condition, SCOPE)
    except BadCondition as problem:
        assert problem.reason == "range"  # noqa: PT017
        return
    assert parse(text(tree), SCOPE) == tree


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("is_registered or has_pension and not is_registered", "is_registered or has_pension and not is_registered"),
        ("(is_registered or has_pension) and has_pension", "(is_registered or has_pension) and has_pension"),
        ("work_days - 5 - 3 = 0", "work_days - 5 - 3 = 0"),
        ("work_days - (5 - 3) = 0", "work_days - (5 - 3) = 0"),
        ("work_days not in (1,2)", "not work_days in (1, 2)"),
        ("children is not known", "not children is known"),
        ("fee_paise<=60_000_00", "fee_paise <= 6000000"),
        ("asked_on - 2026-11-22 > 1", "asked_on - 2026-11-22 > 1"),
    ],
)
def test_and_binds_tighter_than_or_and_sums_go_from_left_to_right(written: str, read: str) -> None:
    assert text(parse(written, SCOPE)) == read


def test_the_facts_and_figures_spoken_of_are_named_once_in_order() -> None:
    assert names(parse("work_days >= least_days and age_years > 5 and work_days < 9", SCOPE)) == (
        "work_days",
        "least_days",
        "age_years",
    )


@pytest.mark.parametrize(
    ("written", "reason", "at"),
    [
        ("", "unfinished", 0),
        ("work_days >=", "unfinished", 12),
        ("(work_days > 1", "expected", 14),
        ("work_days > 1)", "unexpected", 13),
        ("work_days / 2 > 1", "character", 10),
        ("work_days > 1.5", "character", 12),
        ("work_days > 1e3", "character", 12),
        ("work_days > 5 ; drop", "character", 14),
        ('sex = "man"', "character", 6),
        ("Work_days > 1", "character", 0),
        ("workdays > 1", "name", 0),
        ("count(work_days) > 1", "name", 0),
        ("work_days", "question", 0),
        ("work_days and has_pension", "question", 0),
        ("has_pension and work_days", "question", 16),
        ("not work_days", "question", 4),
        ("has_pension = is_registered", "yes-no", 12),
        ("work_days = asked_on", "kinds", 10),
        ("work_days = 'man'", "kinds", 10),
        ("work_days > fee_paise", "units", 10),
        ("work_days + age_years > 1", "units", 10),
        ("asked_on + age_years > born_on", "units", 9),
        ("asked_on + born_on > 1", "sum", 9),
        ("work_days - asked_on > 1", "sum", 10),
        ("sex + 1 > 1", "sum", 4),
        ("sex < 'man'", "order", 4),
        ("sex = 'boy'", "words", 4),
        ("sex in ('man', 'boy')", "words", 4),
        ("asked_on > 2026-02-30", "date", 11),
        ("asked_on > 0001-01-01", "range", 11),
        ("work_days > 9999999999999999", "range", 12),
        ("(work_days + 1) is known", "known", 16),
        ("work_days is 5", "expected", 13),
        ("work_days between 1 or 2", "expected", 20),
        ("work_days in 5", "expected", 13),
        ("work_days > 1_", "character", 12),
        ("work_days > ५", "character", 12),
        ("children = 1" + " + 1" * 10, "terms", 49),
        ("not " * 21 + "has_pension", "deep", 84),
        ("(" * 21 + "has_pension" + ")" * 21, "deep", 21),
        ("has_pension or " * 140 + "has_pension", "long", 0),
        ("has_pension and" + " " * 2000, "long", 0),
    ],
)
def test_what_is_wrong_is_named_with_its_place(written: str, reason: str, at: int) -> None:
    with pytest.raises(BadCondition) as caught:
        parse(written, SCOPE)
    assert (caught.value.reason, caught.value.at) == (reason, at)
    assert caught.value.sentence("en") != caught.value.sentence("hi")


def test_a_sum_that_could_leave_the_calendar_is_refused_before_it_runs() -> None:
    once = "asked_on + (asked_on - born_on)"
    parse(f"{once} > born_on", SCOPE)
    with pytest.raises(BadCondition, match="outside the calendar"):
        parse(f"asked_on{' + (asked_on - born_on)' * 12} > born_on", SCOPE)


def test_the_sentence_is_in_hindi_unless_english_is_asked_for() -> None:
    with pytest.raises(BadCondition) as caught:
        parse("aayu > 18", SCOPE)
    assert caught.value.sentence() == "aayu नाम का कोई तथ्य या आँकड़ा नहीं है। (अक्षर 1)"


def test_kinds_and_units_are_said_in_hindi() -> None:
    for written, said in (
        ("work_days > born_on", "संख्या और तारीख़ की तुलना नहीं हो सकती।"),
        ("work_days > fee_paise", "इकाइयाँ अलग हैं: दिन और रुपये।"),
    ):
        with pytest.raises(BadCondition) as problem:
            parse(written, SCOPE)
        assert problem.value.hi == said


def test_not_is_one_question_and_no_more() -> None:
    assert isinstance(parse("not has_pension", SCOPE), Not)
