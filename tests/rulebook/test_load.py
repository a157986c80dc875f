import shutil
from datetime import date, time
from pathlib import Path

import pytest

from shramsetu import rulebook
from shramsetu.rulebook.load import read
from shramsetu.rulebook.read import folder

TODAY = date(2026, 11, 21)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder(), tmp_path / "rulebook"))


def change(root: Path, name: str, old: str, new: str) -> Path:
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return root


def test_the_book_is_read_once() -> None:
    assert rulebook.book() is rulebook.book()


def test_the_folder_may_be_named_in_the_environment(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULEBOOK", str(copy))
    assert rulebook.book().root == copy


def test_a_missing_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULEBOOK", str(tmp_path / "nowhere"))
    with pytest.raises(rulebook.BadRule, match=r"nowhere: no rulebook here; set RULEBOOK"):
        rulebook.book()


def test_a_limit_says_its_unit_and_its_source() -> None:
    found = rulebook.book().limit("wages-not-paid", 2, TODAY)
    assert (found.key, found.amount, found.unit) == ("wages-not-paid.L2", 5, "working_days")
    assert (found.from_on, found.source) == (date(2025, 1, 1), "default, not an order")


def test_an_older_case_keeps_the_limit_of_its_day(copy: Path) -> None:
    old = 'source = "default, not an order", working_days = { L1 = 7, L2 = 5, L3 = 7, L4 = 10 } },'
    new = (
        f'{old}\n  {{ from = 2026-12-01, source = "GO 3/2026", working_days = {{ L1 = 5, L2 = 4, L3 = 7, L4 = 10 }} }},'
    )
    book = read(change(copy, "categories/labour.toml", old, new))
    assert book.limit("wages-not-paid", 1, date(2026, 11, 30)).amount == 7
    assert book.limit("wages-not-paid", 1, date(2026, 12, 1)).amount == 5
    assert book.limit("wages-not-paid", 1, date(2026, 12, 1)).source == "GO 3/2026"


def test_before_the_first_row_there_is_no_rule() -> None:
    with pytest.raises(rulebook.NoRule, match=r"wages-not-paid\.L1: no rule in force on 31-12-2024"):
        rulebook.book().limit("wages-not-paid", 1, date(2024, 12, 31))


@pytest.mark.parametrize("ask", ["limit", "value", "category"])
def test_what_is_not_there_is_refused(ask: str) -> None:
    book = rulebook.book()
    asked = {"limit": ("nothing", 1, TODAY), "value": ("no.such", TODAY), "category": ("nothing",)}[ask]
    with pytest.raises(rulebook.NoRule):
        getattr(book, ask)(*asked)


def test_figures_come_in_their_shape() -> None:
    book = rulebook.book()
    assert book.number("grievances.reopen_days", TODAY) == 30
    assert book.numbers("escalation.warn_percents", TODAY) == (50, 80)
    assert book.hours("messages.quiet_hours", TODAY) == (time(21), time(8))
    assert book.time("messages.digest_at", TODAY) == time(9)
    assert book.span("grievances.ask_days_max", TODAY).unit == "calendar_days"
    with pytest.raises(TypeError, match=r"code_minutes is not a span"):
        book.span("signin.code_minutes", TODAY)
    with pytest.raises(TypeError, match=r"warn_percents is not a single number"):
        book.number("escalation.warn_percents", TODAY)
    with pytest.raises(TypeError, match=r"reopen_days is not a time"):
        book.time("grievances.reopen_days", TODAY)


def test_the_calendar_knows_sundays_second_saturdays_and_holidays() -> None:
    calendar = rulebook.book().calendar(TODAY)
    assert calendar.hours == (time(9, 30), time(18))
    closed = [date(2026, 11, 22), date(2026, 12, 12), date(2026, 12, 25), date(2026, 10, 2)]
    assert [calendar.is_working(day) for day in closed] == [False] * 4
    assert calendar.is_working(date(2026, 11, 21))


def test_the_helplines_have_their_hours() -> None:
    book = rulebook.book()
    assert book.helpline_hours("1076", TODAY) == (time(0), time(0))
    assert book.helpline_hours("labour", TODAY) == (time(9, 30), time(18))


def test_a_category_may_be_sampled_less_than_all() -> None:
    book = rulebook.book()
    assert book.sample_percent("wages-not-paid", TODAY) == 100
    assert book.sample_percent("bocw-renewal", TODAY) == 50


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "categories/labour.toml",
            'group = "wages"',
            'grupe = "wages"',
            r"categories/labour\.toml:5: \[wages-not-paid\] .*grupe",
        ),
        ("categories/labour.toml", "L4 = 10 }", "L5 = 10 }", r"\[wages-not-paid\].*each stand exactly once"),
        ("categories/labour.toml", "L1 = 7,", "L1 = 0,", r"\[wages-not-paid\].*more than 0"),
        (
            "categories/labour.toml",
            'department = "labour"',
            'department = "labor"',
            r"\[wages-not-paid\] labor is no department",
        ),
        (
            "categories/labour.toml",
            'service = "factories"',
            'service = "mines"',
            r"\[factory-safety\] labour has no ladder for mines",
        ),
        ("categories/labour.toml", 'group = "wages"', 'group = "pay"', r"\[wages-not-paid\] pay is no group"),
        ("categories/labour.toml", "from = 2025-01-01, ", "", r"\[wages-not-paid\] limits\.0\.from: Field required"),
        (
            "categories/labour.toml",
            "[wages-late]",
            "[bocw-renewal]",
            r"\[bocw-renewal\] stands in categories/bocw\.toml already",
        ),
        ("categories/labour.toml", "[wages-late]", "[wages-late", r"labour\.toml: .*line"),
        (
            "departments.toml",
            'reports_to = "alc"',
            'reports_to = "abc"',
            r"\[labour\] leo reports to abc, which is no post",
        ),
        ("departments.toml", "level = 3,", "level = 2,", r"\[labour\] ladder has no L3"),
        (
            "departments.toml",
            'hi = "श्रम प्रवर्तन अधिकारी", en = "Labour Enf. Officer"',
            'hi = "श्रम प्रवर्तन अधिकारी जनपद मुख्यालय", en = "LEO"',
            r"at most 25",
        ),
        ("figures/grievances.toml", "calendar_days = 30, ", "", r"\[grievances\.reopen_days\].*exactly one unit"),
        (
            "offices.toml",
            'reports_to = "mandalayukt"',
            'reports_to = "king"',
            r"\[dm\] reports to king, which is no post",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_key(copy: Path, name: str, old: str, new: str, says: str) -> None:
    with pytest.raises(rulebook.BadRule, match=says):
        read(change(copy, name, old, new))


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "closure.toml").unlink()
    with pytest.raises(rulebook.BadRule, match=r"closure\.toml: file is missing"):
        read(copy)


def test_rows_out_of_order_are_refused(copy: Path) -> None:
    old = '  { from = 2025-01-01, calendar_days = 30, source = "default, not an order" },\n'
    new = old + '  { from = 2024-01-01, calendar_days = 20, source = "GO 1/2024" },\n'
    with pytest.raises(rulebook.BadRule, match=r"\[grievances\.reopen_days\] rows must stand in the order"):
        read(change(copy, "figures/grievances.toml", old, new))
