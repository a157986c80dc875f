"""What the state says in public: counts of whole months by district and department, small ones withheld for good.

Everything public is made of `PublicMonth`: one row a month, written once. Withheld is what is small and, with it, what
it could be reckoned from: the state's sum less the others, the satisfied less those at first level.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shramsetu import rulebook
from shramsetu.insight import measures, rules
from shramsetu.insight.models import PublicMonth
from shramsetu.insight.queries import desk
from shramsetu.insight.scope import STATE
from shramsetu.lib import small

# Bump when a column changes its name or its meaning; never for a new column.
SCHEMA_VERSION = 1
MONTHS = 12
STATE_KEY = "UP"
NAMES = measures.PUBLIC
_PLACE = {name: at for at, name in enumerate(NAMES)}
# What a reader can reckon within a row: the first measure less the second leaves a number of its own.
LEAVES = (("disposed", "satisfied"), ("satisfied", "satisfied_first"))

Counts = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One line of the public figures. A count of None is withheld: it was above nothing and below `withheld_under`.

    `key` is the LGD code of the district or the slug of the department. `at_least` names the counts of which some month
    is withheld. `first_level` is the share (percent) of ended grievances that were satisfied at first level.
    """

    key: str
    name_hi: str
    name_en: str
    counts: Counts
    at_least: frozenset[str] = frozenset()
    col: int | None = None
    row: int | None = None


def withheld_under(on: date) -> int:
    """Return below which number a public count is withheld."""
    return rulebook.book().number("privacy.suppress_below", on)


def months_over(today: date) -> list[date]:
    """Return the first days of the last twelve months that are over, the oldest first."""
    this = today.year * 12 + today.month - 1
    return [date((this - back) // 12, (this - back) % 12 + 1, 1) for back in range(MONTHS, 0, -1)]


def reckoned(month: date) -> dict[str, Counts]:
    """Return what may be said of a month, by `STATE_KEY`, LGD code and slug; nothing of a month without a case."""
    span = rules.month(month)
    places, offices = desk.districts(), desk.departments()
    of_places = desk.by_district(STATE, span, NAMES)
    of_offices = desk.by_department(STATE, span, NAMES)
    whole = _whole(desk.totals(STATE, span))
    if not any(whole):
        return {}
    districts = [_whole(of_places.get(one.pk, {})) for one in places]
    departments = [_whole(of_offices.get(one.pk, {})) for one in offices]
    rows = [whole, *districts, _rest(whole, districts), *departments, _rest(whole, departments)]
    first = len(districts) + 2
    adds = [(0, *range(1, first)), (0, *range(first, len(rows)))]
    left = [(_PLACE[one], _PLACE[other], len(NAMES) + at) for at, (one, other) in enumerate(LEAVES)]
    shown = small.table([_with_left(row) for row in rows], withheld_under(span.last), adds=adds, sums=left)
    keys = [STATE_KEY, *(str(one.lgd_code) for one in places), "", *(one.slug for one in offices), ""]
    return {key: dict(zip(NAMES, row, strict=False)) for key, row in zip(keys, shown, strict=True) if key}


def _whole(counts: Mapping[str, int]) -> list[int]:
    return [counts.get(name, 0) for name in NAMES]


def _rest(whole: Sequence[int], parts: Sequence[Sequence[int]]) -> list[int]:
    """Return what is counted in the whole and in no part: sealed cases, cases without a place."""
    return [total - sum(row[at] for row in parts) for at, total in enumerate(whole)]


def _with_left(row: Sequence[int]) -> list[int]:
    return [*row, *(row[_PLACE[one]] - row[_PLACE[other]] for one, other in LEAVES)]


def public_figures(by: str, *, today: date) -> list[PublicRow]:
    """Return the public counts of twelve months by "state", "district" or "department"; else raises KeyError."""
    rows = PublicMonth.objects.filter(month__in=months_over(today)).order_by("month")
    return _rows(by, [row.rows for row in rows])


def _rows(by: str, months: Sequence[Mapping[str, Counts]]) -> list[PublicRow]:
    return [
        PublicRow(key, name_hi, name_en, *_added([month.get(key, {}) for month in months]), *at)
        for key, name_hi, name_en, at in _BY[by]()
    ]


def _added(months: Sequence[Counts]) -> tuple[Counts, frozenset[str]]:
    """Add up what each month said; where one said nothing the sum is a lower bound, and nothing where it is 0."""
    found: dict[str, int | None] = {}
    hidden = frozenset(name for name in NAMES if any(month.get(name, 0) is None for month in months))
    for name in NAMES:
        known = sum(month.get(name) or 0 for month in months)
        found[name] = None if name in hidden and not known else known
    return found, hidden


def _state() -> Iterable[tuple[str, str, str, tuple[int | None, ...]]]:
    yield STATE_KEY, "उत्तर प्रदेश", "Uttar Pradesh", ()


def _districts() -> Iterable[tuple[str, str, str, tuple[int | None, ...]]]:
    for one in desk.districts():
        yield str(one.lgd_code), one.name_hi, one.name_en, (one.hex_col, one.hex_row)


def _departments() -> Iterable[tuple[str, str, str, tuple[int | None, ...]]]:
    for one in desk.departments():
        yield one.slug, one.name_hi, one.name_en, ()


_BY = {"state": _state, "district": _districts, "department": _departments}


def open_data(today: date, *, month: date | None = None) -> dict[str, object]:
    """Return a published month, without one the last, as JSON can hold it: each column's meaning, a line a district.

    A count of null is withheld: it was below `withheld_under`. Licence: Government Open Data License – India.
    """
    over = [month] if month else months_over(today)
    last = PublicMonth.objects.filter(month__in=over).order_by("-month").first()
    span = rules.month(last.month if last else over[-1])
    said: Mapping[str, Counts] = last.rows if last else {}
    rows = [
        {"lgd_code": int(row.key), "district_hi": row.name_hi, "district": row.name_en}
        | {name: said[row.key].get(name, 0) for name in NAMES}
        | {"first_level_percent": _first_level(said[row.key])}
        for row in _rows("district", [])
        if row.key in said
    ]
    return {
        "schema_version": SCHEMA_VERSION,
        "month": f"{span.first:%Y-%m}",
        "licence": "GODL-India",
        "withheld_under": withheld_under(span.last),
        "columns": schema(),
        "rows": rows,
    }


def _first_level(counts: Counts) -> float | None:
    """Return the share of the first level where all its numbers are told: with one withheld it would tell that one."""
    told = {name: count for name in ("satisfied_first", *measures.ENDS) if (count := counts.get(name)) is not None}
    return rules.first_level(told, measures.ENDS) if len(told) == 1 + len(measures.ENDS) else None


def schema() -> list[dict[str, str]]:
    """Return the columns of the open data: name, type and meaning, the same for CSV and JSON."""
    fixed = [
        {"name": "lgd_code", "type": "integer", "means": "District code of the Local Government Directory"},
        {"name": "district_hi", "type": "string", "means": "District, in Hindi"},
        {"name": "district", "type": "string", "means": "District, in English"},
    ]
    counted = [{"name": name, "type": "integer or null", "means": str(measures.BY_NAME[name].means)} for name in NAMES]
    share = {"name": "first_level_percent", "type": "number or null", "means": str(measures.FIRST_LEVEL_MEANS)}
    return [*fixed, *counted, share]


def open_data_lines(today: date) -> list[list[object]]:
    """Return the same month as lines of a table, the head first; `*` stands for what is withheld."""
    columns = [column["name"] for column in schema()]
    found = open_data(today)
    rows = found["rows"]
    assert isinstance(rows, list)
    head: list[object] = [*columns]
    return [head, *([_cell(row[name], name) for name in columns] for row in rows)]


def _cell(value: object, name: str) -> object:
    if value is None:
        return "" if name == "first_level_percent" else "*"
    return value
