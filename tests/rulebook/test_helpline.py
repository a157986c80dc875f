"""The telephone's file, and how a line is found."""

import re

import pytest

from shramsetu import rulebook

HELPLINE = rulebook.book().helpline
DEVANAGARI = re.compile(r"[ऀ-ॿ]")


@pytest.mark.parametrize(
    ("dialled", "line"),
    [("1076", "1076"), ("1800-123-3100", "labour"), ("18001233100", "labour"), ("labour", "labour")],
)
def test_a_line_is_found_by_the_number_dialled(dialled: str, line: str) -> None:
    assert HELPLINE.line_dialled(dialled).slug == line


def test_a_number_of_nobody_is_refused() -> None:
    with pytest.raises(rulebook.NoRule, match="999: no line"):
        HELPLINE.line_dialled("999")


def test_the_menu_speaks_hindi_first_and_english() -> None:
    assert [language.slug for language in HELPLINE.menu_languages()] == ["hi", "en"]
    assert list(HELPLINE.languages) == ["hi", "en", "ur", "bho", "awa", "bns", "bra"]


def test_every_department_has_a_board_that_answers() -> None:
    assert {HELPLINE.board_of(department) for department in rulebook.book().departments} == set(HELPLINE.boards)
    assert HELPLINE.board_of("no-such") == ""


def test_the_emergency_services_are_the_seven() -> None:
    assert list(HELPLINE.emergencies) == ["112", "108", "102", "1090", "181", "1098", "1930"]


def test_only_the_system_pauses_for_a_phone_that_was_not_picked_up() -> None:
    assert [slug for slug, pause in HELPLINE.pauses.items() if pause.by_system] == [
        "starting",
        "no-answer",
        "phone-lost",
    ]


def test_what_is_called_again_has_a_time_and_what_is_registered_a_case() -> None:
    assert [slug for slug, row in HELPLINE.dispositions.items() if row.needs_follow_up] == ["follow-up", "dropped"]
    assert HELPLINE.dispositions["registered"].needs_case


def test_every_name_is_in_both_languages() -> None:
    for shelf, rows in HELPLINE.shelves.items():
        for row in rows.values() if shelf != "missed" else ():  # a number says nothing
            text = getattr(row, "title", None) or getattr(row, "name", None) or row.when  # type: ignore[attr-defined]
            assert DEVANAGARI.search(text.hi)
            assert not DEVANAGARI.search(text.en)
