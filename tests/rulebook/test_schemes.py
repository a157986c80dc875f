"""What the rulebook says of schemes, against golden rows an official can read; and what it refuses."""

import re
import shutil
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shramsetu import rulebook
from shramsetu.lib.conditions import names, text
from shramsetu.rulebook.explain import find
from shramsetu.rulebook.load import read
from shramsetu.rulebook.read import folder
from shramsetu.rulebook.scheme_rows import Cited
from shramsetu.rulebook.schemes import SchemeRule

BOOK = rulebook.book()
RULES = BOOK.scheme_rules
GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden/schemes.toml").read_text(encoding="utf-8"))["case"]
TODAY = date(2026, 11, 21)
SHOWN = ("of", "times", "plus_rupees", "most_rupees", "months", "instalment_rupees", "matures_at_age")
UNSAID = {"times": 1, "plus_rupees": 0}


def pinned(key: str, row: Cited) -> dict[str, Any]:
    """A row as the golden file has it."""
    found: dict[str, Any] = {"key": f"rule:{key}", "on": row.from_on, "says": row.told}
    found |= {"until": row.until} if row.until else {}
    found |= {"confidence": row.confidence, "unverified": row.unverified}
    table = getattr(row, "rupees", None)
    found |= {"rupees": {str(by): sum_ for by, sum_ in table.items()}} if isinstance(table, dict) else {}
    shown = {name: getattr(row, name, None) for name in SHOWN}
    found |= {name: value for name, value in shown.items() if value is not None and value != UNSAID.get(name)}
    rise = getattr(row, "rise", None)
    return found | ({"rise": rise.model_dump()} if rise else {})


def test_every_row_of_every_scheme_is_pinned() -> None:
    rows = [pinned(key, row) for key, ruled in RULES.homes.items() for row in ruled.values]
    assert rows == GOLDEN


def test_all_eighteen_schemes_are_there() -> None:
    numbered = [rule.number for rule in RULES.rules.values() if rule.number]
    rest = [slug for slug, rule in RULES.rules.items() if not rule.number]
    assert numbered == list(range(1, 14))
    assert rest == ["atal-admission", "pm-lvmy", "pm-sym", "uow-accident-help", "uow-health-help"]


def test_nothing_of_the_boards_is_verified_before_the_department_signs() -> None:
    signed = {slug for slug, rule in RULES.rules.items() if not rule.unverified}
    assert signed == {"pm-sym", "pm-lvmy"}
    wrong = [
        (slug, header)
        for slug, rule in RULES.rules.items()
        if slug not in signed
        for header, _, rows in rule.ruled()
        for row in rows
        if not row.unverified
    ]
    assert wrong == []


def test_the_marriage_sum_is_that_of_the_wedding_day() -> None:
    def sums(on: date) -> list[int | None]:
        (wedding, _) = RULES.edition("bocw-marriage-help", on).parts
        return [case.row.rupees for case in wedding.cases]

    assert sums(date(2025, 8, 31)) == [75_000, 61_000, 55_000]
    assert sums(date(2025, 9, 1)) == [85_000, 75_000, 65_000]
    assert RULES.days("bocw-marriage-help") == [date(2025, 1, 1), date(2025, 9, 1)]


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2027, 4, 1)])
def test_an_admission_round_has_its_session(on: date) -> None:
    with pytest.raises(rulebook.NoRule, match=f"atal-admission: not in force on {on:%d-%m-%Y}"):
        RULES.edition("atal-admission", on)


def test_an_edition_is_made_once() -> None:
    assert RULES.edition("pm-sym", TODAY) is RULES.edition("pm-sym", date(2026, 1, 1))


def test_the_public_page_is_made_from_the_rule() -> None:
    page = BOOK.schemes["bocw-marriage-help"]
    assert (page.name, page.board, page.number, page.unverified) == (
        RULES.rules["bocw-marriage-help"].name,
        "bocw",
        4,
        True,
    )
    assert page.window is not None
    assert [(one.from_on, one.rupees) for one in page.amounts if one.who.en == "Usual wedding"] == [
        (date(2025, 1, 1), 55_000),
        (date(2025, 9, 1), 65_000),
    ]
    assert [one.hi for one in page.papers][:2] == ["श्रमिक पंजीयन कार्ड (नवीनीकृत)", "आधार"]


def test_where_tells_the_value_the_source_the_doubt_and_the_golden_row() -> None:
    (found,) = find(BOOK, "bocw-marriage-help.window.cases.usual", TODAY)
    assert found.now is not None
    assert found.now.value == "days 0 to 365; A notice of Budaun says three months."
    assert "two third parties" in found.now.source
    assert len(found.golden) == 1


def test_the_sentences_are_hindi_and_english() -> None:
    devanagari = re.compile(r"[ऀ-ॿ]")
    texts = [t for rule in RULES.rules.values() for t in _texts(rule)]
    texts += [fact.title for fact in RULES.facts.values()] + [one.title for one in RULES.documents.values()]
    assert [text.hi for text in texts if not devanagari.search(text.hi)] == []
    assert [text.en for text in texts if devanagari.search(text.en)] == []


def _texts(rule: SchemeRule) -> list[rulebook.Text]:
    shared = [RULES.conditions[slug] for slug in rule.uses]
    said = [t for one in (*shared, *rule.conditions.values()) for t in (one.title, one.yes, one.no, one.unknown)]
    return said + [case.who for one in rule.benefits.values() for case in one.cases.values()]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder(), tmp_path / "rulebook"))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("schemes/bocw-cycle", 'cites = "pages-one"', 'cites = "pages"', r"cycle\.toml:1: .*pages is no source"),
        ("schemes/bocw-cycle", "between class_least", "between class_lost", r"no fact or figure called class_lost"),
        ("schemes/bocw-cycle", "grade = 9", "days = 9", r"class-passed: .*units differ: grade and days"),
        ("schemes/bocw-cycle", "not took_cycle", "took_cycle + 1", r"yes-no \+ number cannot be"),
        ("schemes/bocw-cycle", "{class_most} तक", "{class_last} तक", r"the sentences of class-passed name class_last"),
        ("schemes/bocw-cycle", 'slug = "marksheet"', 'slug = "marks"', r"\[bocw-cycle\] marks is no document"),
        ("schemes/bocw-cycle", '"labour.alc"', '"labour.abc"', r"labour\.abc is no post"),
        ("schemes/bocw-cycle", 'uses = ["registered"', 'uses = ["enrolled"', r"enrolled is no shared condition"),
        ("schemes/bocw-cycle", 'event = "passed_on"', 'event = "took_cycle"', r"took_cycle is no fact that is a day"),
        ("schemes/bocw-cycle", 'board = "bocw"', 'board = "board"', r"\[bocw-cycle\] board is no department"),
        ("schemes/bocw-cycle", "kind = \"once\"\ntitle", "kind = \"gift\"\ntitle", r"benefits\.bicycle\.kind"),
        ("schemes/bocw-education-help", 'of = "fee_paise"', 'of = "marks_percent"', r"marks_percent is no sum of"),
        ("schemes/bocw-toilet-help", "rupees = 6000, ", "", r"is no fixed sum is said in words"),
        ("schemes/pm-sym", 'by = "age_years"', 'by = "sex"', r"sex is no number"),
        ("schemes/pm-sym", "monthly_income_paise <= income_most", "monthly_income_paise <= 1_500_000",
         r"\[figures\.income_most\] no condition speaks of it"),
        ("schemes/bocw-marriage-help", "from = 2025-09-01, rupees = 85_000", "from = 2024-09-01, rupees = 85_000",
         r"benefits\.wedding\.cases\.mass\] rows must stand in the order"),
        ("schemes/bocw-marriage-help", 'born = "bride_born_on"', 'born = "bride_years"', r"bride_years is no fact"),
        ("schemes/bocw-marriage-help", 'daughter = "daughter"', 'daughter = "girl"', r"girl is no word of bride"),
        ("conditions", 'yearly = {', 'annual = {', r"\[bocw-education-help\] yearly has no name in \[kinds\]"),
        ("facts", 'since = "born_on"', 'since = "sex"', r"facts\.toml:\d+: \[facts\.age_years\] sex is no fact that"),
        ("facts", 'origin = "registry"', 'origin = "hearsay"', r"hearsay is no origin"),
        ("facts", 'hi = "आयु", en', 'hi = "लिंग", en', r"is called like"),
        ("conditions", 'expr = "is_bocw_registered"', 'expr = "registered_on"', r"A question of yes or no is wanted"),
    ],
)  # fmt: skip
def test_a_wrong_scheme_is_refused_with_its_file_and_reason(
    copy: Path, file: str, old: str, new: str, said: str
) -> None:
    path = copy / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(rulebook.BadRule, match=said):
        read(copy)


def test_a_new_order_adds_a_row_and_the_old_claims_keep_theirs(copy: Path) -> None:
    path = copy / "conditions.toml"
    text = path.read_text(encoding="utf-8")
    source = (
        '[sources.go-9]\ntext = { hi = "शासनादेश 9/2027", en = "GO 9/2027" }\n'
        'confidence = "high"\nunverified = false\n\n[figures.member_days_least]'
    )
    old = 'values = [{ from = 2025-01-01, days = 365, cites = "pages-two" }]'
    new = f'values = [\n  {old[10:-1]},\n  {{ from = 2027-01-01, days = 180, cites = "go-9" }},\n]'
    assert old in text
    path.write_text(text.replace("[figures.member_days_least]", source, 1).replace(old, new, 1), encoding="utf-8")
    changed = read(copy).scheme_rules
    figures = [changed.edition("bocw-marriage-help", on).figures for on in (date(2026, 12, 31), date(2027, 1, 1))]
    assert [one["member_days_least"] for one in figures] == [365, 180]
    row = changed.edition("bocw-marriage-help", date(2027, 1, 1)).figure_rows["member_days_least"]
    assert (row.source, row.confidence, row.unverified) == ("GO 9/2027", "high", False)


def test_a_case_of_a_window_that_is_not_yet_in_force_is_left_out() -> None:
    rule = RULES.rules["bocw-marriage-help"]
    assert rule.window is not None
    usual, mass = rule.window.cases.values()
    later = usual.model_copy(update={"values": (usual.values[0].model_copy(update={"from_on": date(2030, 1, 1)}),)})
    window = rule.window.model_copy(update={"cases": {"usual": later, "mass": mass}})
    made = replace(RULES, rules={rule.slug: rule.model_copy(update={"window": window})}, kept={})
    (asked,) = [one for one in made.edition(rule.slug, TODAY).conditions if one.slug == "window"]
    assert text(asked.tree) == "is_mass_wedding and claimed_on <= wedding_on - 15"


def test_no_title_and_no_sentence_names_a_figure_by_its_value() -> None:
    wrong = []
    for slug in RULES.rules:
        edition = RULES.edition(slug, TODAY)
        for one in edition.conditions:
            values = {str(edition.figures[name]) for name in names(one.tree) if name in edition.figures}
            for said in (one.title, one.yes, one.no, one.unknown):
                if values & set(re.findall(r"\d+", f"{said.hi} {said.en}")):
                    wrong.append((slug, one.slug, said.hi))
    assert wrong == []


def test_a_shared_figure_that_a_case_speaks_of_makes_an_edition_when_it_changes() -> None:
    figure = RULES.figures["work_days_least"]
    rows = (*figure.values, figure.values[0].model_copy(update={"from_on": date(2026, 6, 1), "days": 100}))
    rule = RULES.rules["bocw-toilet-help"]
    part = rule.benefits["first-part"]
    case = part.cases["family"].model_copy(update={"when": "work_days >= work_days_least"})
    benefit = part.model_copy(update={"cases": {"family": case}})
    made = replace(
        RULES,
        rules={rule.slug: rule.model_copy(update={"benefits": rule.benefits | {"first-part": benefit}})},
        figures=RULES.figures | {figure.name: figure.model_copy(update={"values": rows})},
        kept={},
    )
    assert made.days(rule.slug) == [date(2025, 1, 1), date(2026, 6, 1)]
    assert made.edition(rule.slug, TODAY).figures["work_days_least"] == 100
