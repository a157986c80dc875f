import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from shramsetu import rulebook
from shramsetu.rulebook.explain import assumptions, find

TODAY = date(2026, 11, 21)


def told(*words: str) -> str:
    out = io.StringIO()
    call_command("where", *words, "--on", "2026-11-21", stdout=out)
    return out.getvalue()


def test_a_level_is_found_by_its_key() -> None:
    (found,) = find(rulebook.book(), "wages-not-paid.L2", TODAY)
    assert found.now is not None
    assert (found.key, found.now.value, found.now.source) == (
        "wages-not-paid.L2",
        "L2 5 working days",
        "default, not an order",
    )
    line = rulebook.book().homes["wages-not-paid"][0].lines[found.now.line - 1]
    assert "L2 = 5" in line
    assert len(found.golden) == 1


@pytest.mark.parametrize("words", ["मज़दूरी का भुगतान न होना एल-2", "मज़दूरी का भुगतान न होना L2"])
def test_a_level_is_found_by_its_hindi_title(words: str) -> None:
    assert [answer.key for answer in find(rulebook.book(), words, TODAY)][:1] == ["wages-not-paid.L2"]


def test_without_a_level_all_four_come() -> None:
    found = [answer.key for answer in find(rulebook.book(), "wages-not-paid", TODAY)]
    assert found == [f"wages-not-paid.L{level}" for level in range(1, 5)]


def test_a_figure_prints_value_source_line_and_golden_test() -> None:
    text = told("grievances.reopen_days")
    assert "30 calendar days, from 2025-01-01" in text
    assert "default, not an order" in text
    assert "figures/grievances.toml:" in text
    assert "tests/golden/figures/grievances.toml:" in text


def test_a_message_is_found_by_its_key() -> None:
    assert "messages.toml" in told("closed-satisfied")


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(CommandError, match="ऐसा कोई नियम नहीं मिला"):
        told("no-such-rule")
    with pytest.raises(CommandError, match="नियम का नाम लिखें"):
        call_command("where")


def test_assumptions_list_defaults_and_only_those() -> None:
    found = assumptions(rulebook.book())
    lines = [line for rows in found.values() for line in rows]
    assert any("`grievances.reopen_days`: 30 calendar days" in line for line in lines)
    assert not any("`grievances.monthly_per_mobile`" in line for line in lines)
    assert any("2026-11-08 दीपावली" in line for line in found["calendar.toml"])
    out = io.StringIO()
    call_command("where", "--assumptions", stdout=out)
    assert out.getvalue().startswith("# Assumptions\n")
