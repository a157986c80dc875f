"""What the state says in public: counts by district, department, month or category, small ones withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shramsetu import rulebook
from shramsetu.insight import measures, rules
from shramsetu.insight.queries import desk
from shramsetu.insight.rules import Period
from shramsetu.insight.scope import STATE, Scope
from shramsetu.lib import small

# Bump when a column changes its name or its meaning; never for a new column.
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One line of the public figures. A count of None is withheld: it was above nothing and below `withheld_under`.

    `key` is the LGD code of the district, the slug of the department or category, or the month as 2026-11.
    `first_level` is the share (percent) of ended grievances that were satisfied at first level; None if withheld.
    """

    key: str
    name_hi: str
    name_en: str
    counts: Mapping[str, int | None]
    first_level: float | None
    col: int | None = None
    row: int | None = None


def withheld_under(on: date) -> int:
    """Return below which number a public count is withheld."""
    return rulebook.book().number("privacy.suppress_below", on)


def public_figures(by: str, *, first: date, last: date, names: Sequence[str] = measures.PUBLIC) -> list[PublicRow]:
    """Return public counts of the whole months from `first` to `last`, by state, district, department, month, category.

    Units: cases. Sealed cases count in `state` and `month` alone. Raises KeyError for another `by`.
    """
    span = Period("public", first.replace(day=1), rules.month(last).last, by_month=True)
    return _BY[by](span, names)


def _state(span: Period, names: Sequence[str]) -> list[PublicRow]:
    return [_row("UP", "उत्तर प्रदेश", "Uttar Pradesh", desk.totals(STATE, span), names, span)]


def _districts(span: Period, names: Sequence[str]) -> list[PublicRow]:
    counts = desk.by_district(STATE, span, _asked(names))
    return [
        _row(
            str(place.lgd_code),
            place.name_hi,
            place.name_en,
            counts.get(place.pk, {}),
            names,
            span,
            (place.hex_col, place.hex_row),
        )
        for place in desk.districts()
    ]


def _departments(span: Period, names: Sequence[str]) -> list[PublicRow]:
    counts = desk.by_department(STATE, span, _asked(names))
    return [_row(one.slug, one.name_hi, one.name_en, counts.get(one.pk, {}), names, span) for one in desk.departments()]


def _months(span: Period, names: Sequence[str]) -> list[PublicRow]:
    found = desk.by_time(STATE, span)
    return [
        _row(f"{month:%Y-%m}", f"{month:%m-%Y}", f"{month:%m-%Y}", counts, names, span)
        for month, counts in found.items()
    ]


def _categories(span: Period, names: Sequence[str]) -> list[PublicRow]:
    counts = desk.by_category(Scope(), span, _asked(names))
    titles = rulebook.book().categories
    return [
        _row(slug, titles[slug].title.hi, titles[slug].title.en, counts[slug], names, span)
        for slug in sorted(counts)
        if slug in titles
    ]


_BY = {
    "state": _state,
    "district": _districts,
    "department": _departments,
    "month": _months,
    "category": _categories,
}


def _asked(names: Sequence[str]) -> list[str]:
    return sorted({*names, "satisfied_first", *measures.ENDS})


def _row(
    key: str,
    name_hi: str,
    name_en: str,
    counts: Mapping[str, int],
    names: Sequence[str],
    span: Period,
    at: tuple[int | None, int | None] = (None, None),
) -> PublicRow:
    under = withheld_under(span.last)
    shown = small.suppressed({name: counts.get(name, 0) for name in names}, under)
    ends = sum(counts.get(name, 0) for name in measures.ENDS)
    tells = ends >= under and not small.is_suppressed(counts.get("satisfied_first", 0), under)
    share = rules.first_level(counts, measures.ENDS) if tells else None
    return PublicRow(key, name_hi, name_en, shown, share, *at)


def open_data(month: date) -> dict[str, object]:
    """Return one month's open data as JSON can hold it: what each column means, and a line for every district.

    A count of null is withheld: it was below `withheld_under`. Licence: Government Open Data License – India.
    """
    span = rules.month(month)
    rows = [
        {"lgd_code": int(row.key), "district_hi": row.name_hi, "district": row.name_en}
        | dict(row.counts)
        | {"first_level_percent": row.first_level}
        for row in public_figures("district", first=span.first, last=span.last)
    ]
    return {
        "schema_version": SCHEMA_VERSION,
        "month": f"{span.first:%Y-%m}",
        "licence": "GODL-India",
        "withheld_under": withheld_under(span.last),
        "columns": schema(),
        "rows": rows,
    }


def schema() -> list[dict[str, str]]:
    """Return the columns of the open data: name, type and meaning, the same for CSV and JSON."""
    fixed = [
        {"name": "lgd_code", "type": "integer", "means": "District code of the Local Government Directory"},
        {"name": "district_hi", "type": "string", "means": "District, in Hindi"},
        {"name": "district", "type": "string", "means": "District, in English"},
    ]
    counted = [
        {"name": name, "type": "integer or null", "means": str(measures.BY_NAME[name].means)}
        for name in measures.PUBLIC
    ]
    share = {"name": "first_level_percent", "type": "number or null", "means": str(measures.FIRST_LEVEL_MEANS)}
    return [*fixed, *counted, share]


def open_data_lines(month: date) -> list[list[object]]:
    """Return the same month as lines of a table, the head first; a withheld count says what it is below: `<11`."""
    columns = [column["name"] for column in schema()]
    found = open_data(month)
    rows = found["rows"]
    assert isinstance(rows, list)
    head: list[object] = [*columns]
    return [head, *([_cell(row[name], name, found["withheld_under"]) for name in columns] for row in rows)]


def _cell(value: object, name: str, under: object) -> object:
    if value is None:
        return "" if name == "first_level_percent" else f"<{under}"
    return value
