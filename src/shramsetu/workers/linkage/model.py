"""The model by which two rows are one human being: one description, for DuckDB and for Spark.

It compares columns of the extract (`extract.COLUMNS`) for equality only, so that both engines read the same words.
`m` is how often a level is met among two rows of one person, `u` among those of two persons; both are given here and
are estimated anew from the registry itself where it is large enough (`linking.train`). Equal names count the more the
rarer they are, by Splink's adjustment for term frequencies.
"""

from typing import Any

from splink import SettingsCreator, block_on

from shramsetu.workers.rules.agreement import NEAR, OTHER, PLACE, SAME, SWAPPED, YEAR

TWICE = 0.05  # so many rows are somebody who is there already
TRAINED_ON = ("l.name_key = r.name_key and l.born_year = r.born_year", "l.phone = r.phone")


def settings(rows: int) -> SettingsCreator:
    """Return the model for a registry of so many rows."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[comparison(field) for field in FIELDS],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        probability_two_random_records_match=min(2 * TWICE / max(rows, 2), 0.5),
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
    )


# Two rows are compared at all if they agree in every column of one of these lines.
BLOCKS = (
    ("aadhaar",),
    ("uan",),
    ("phone", "sex"),
    ("family", "given"),
    ("given", "kin", "district"),
    ("given", "parent_key", "born_year"),
    ("name_key", "birthday"),
    ("given", "known_birthday"),
    ("name_key", "kin", "born_year"),
)

Level = tuple[str, str, float, float]  # name, condition, m, u


def _equal(column: str) -> str:
    return f"{column}_l = {column}_r"


# Each field: the columns that must be known, and its levels from the best to the rest.
FIELDS: dict[str, tuple[tuple[str, ...], tuple[Level, ...]]] = {
    "name": (
        ("name_key",),
        (
            (SAME, _equal("name_key"), 0.78, 0.0005),
            (NEAR, _equal("given"), 0.17, 0.004),
            (OTHER, "", 0.05, 0.9955),
        ),
    ),
    "parent": (
        ("parent_key",),
        (
            (SAME, _equal("parent_key"), 0.83, 0.0005),
            (NEAR, _equal("kin"), 0.13, 0.004),
            (OTHER, "", 0.04, 0.9955),
        ),
    ),
    "born": (
        ("born_year",),
        (
            (SAME, _equal("known_birthday"), 0.5, 0.00003),
            (SWAPPED, f"{_equal('born_year')} and {_equal('turned_day')}", 0.02, 0.00003),
            (YEAR, _equal("born_year"), 0.3, 0.022),
            (NEAR, "abs(born_year_l - born_year_r) <= 2", 0.13, 0.09),
            (OTHER, "", 0.05, 0.88794),
        ),
    ),
    "sex": (("sex",), ((SAME, _equal("sex"), 0.99, 0.51), (OTHER, "", 0.01, 0.49))),
    "district": (
        ("district",),
        (
            (PLACE, _equal("place"), 0.65, 0.00006),
            (SAME, _equal("district"), 0.22, 0.016),
            (OTHER, "", 0.13, 0.98394),
        ),
    ),
    # Families share a phone: among rows that are compared at all it says less than by lot.
    "phone": (("phone",), ((SAME, _equal("phone"), 0.55, 0.0002), (OTHER, "", 0.45, 0.9998))),
    "family": (("family",), ((SAME, _equal("family"), 0.5, 0.002), (OTHER, "", 0.5, 0.998))),
    "uan": (("uan",), ((SAME, _equal("uan"), 0.97, 0.000001), (OTHER, "", 0.03, 0.999999))),
    "aadhaar": (("aadhaar",), ((SAME, _equal("aadhaar"), 0.9999, 1e-9), (OTHER, "", 0.0001, 0.999999999))),
}
BY_FREQUENCY = {("name", SAME): "name_key", ("parent", SAME): "parent_key", ("name", NEAR): "given"}
NOT_TRAINED = frozenset({"uan", "aadhaar", "phone", "family"})


def comparison(field: str) -> dict[str, Any]:
    """Return one comparison as Splink reads it."""
    known, levels = FIELDS[field]
    unknown = " or ".join(f"{column}_l is null or {column}_r is null" for column in known)
    return {
        "output_column_name": field,
        "comparison_levels": [
            {"sql_condition": unknown, "label_for_charts": "not known", "is_null_level": True},
            *(_level(field, level) for level in levels),
        ],
    }


def _level(field: str, level: Level) -> dict[str, Any]:
    name, condition, m, u = level
    told: dict[str, Any] = {
        "sql_condition": condition or "ELSE",
        "label_for_charts": name,
        "m_probability": m,
        "u_probability": u,
    }
    if field in NOT_TRAINED:
        told |= {"fix_m_probability": True, "fix_u_probability": True}
    if column := BY_FREQUENCY.get((field, name)):
        told |= {"tf_adjustment_column": column, "tf_adjustment_weight": 1.0, "tf_minimum_u_value": 0.00002}
    return told


def level_of(field: str, gamma: int) -> str:
    """Return the name of the level that Splink numbers from the rest (0) to the best; "" where it is not known."""
    levels = FIELDS[field][1]
    return levels[len(levels) - 1 - gamma][0] if gamma >= 0 else ""
