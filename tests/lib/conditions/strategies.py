"""Random facts and random conditions over them, every kind, unit and operator among them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from shramsetu.lib.conditions import Catalogue, Given, Kind, Type, Value, Years, types

WORDS = ("man", "woman", "other")
DAYS = types.day(date(1950, 1, 1), date(2060, 12, 31))
CATALOGUE = Catalogue(
    {
        "born_on": Given(DAYS),
        "asked_on": Given(DAYS),
        "wedding_on": Given(DAYS),
        "work_days": Given(types.number("days", 0, 400)),
        "waited_days": Given(types.number("days", -50, 50)),
        "fee_paise": Given(types.number("paise", 0, 10**9)),
        "paid_paise": Given(types.number("paise")),
        "children": Given(types.number("count", 0, 20)),
        "sex": Given(types.word(*WORDS)),
        "is_registered": Given(types.BOOL),
        "has_pension": Given(types.BOOL),
        "age_years": Years(types.number("years", 0, 120), "born_on", "asked_on"),
        "wedding_years": Years(types.number("years", 0, 120), "wedding_on", "asked_on"),
    }
)
FIGURES: dict[str, Value] = {
    "least_days": 90,
    "closes_on": date(2026, 11, 22),
    "most_paise": 6_000_000,
    "least_years": 18,
}
SCOPE: dict[str, Type] = CATALOGUE.types | {
    "least_days": types.number("days"),
    "closes_on": DAYS,
    "most_paise": types.number("paise"),
    "least_years": types.number("years"),
}
NEAR = date(2026, 11, 22)
days = st.one_of(
    st.integers(-800, 800).map(lambda n: NEAR + timedelta(days=n)),
    st.dates(date(1940, 1, 1), date(2070, 1, 1)),
    st.sampled_from([date(2008, 2, 29), date(2026, 2, 28), date(2026, 3, 1), date(2024, 2, 29), date(1950, 1, 1)]),
)


def _value(type_: Type) -> st.SearchStrategy[Value]:
    match type_.kind:
        case Kind.BOOL:
            return st.booleans()
        case Kind.DATE:
            return days
        case Kind.WORD:
            return st.sampled_from([*WORDS, "stranger"])
        case _:
            edges = [type_.least - 1, type_.least, type_.most, type_.most + 1, 0, 90, 6_000_000]
            return st.one_of(st.integers(-10, 200), st.integers(type_.least, type_.most), st.sampled_from(edges))


rows = st.fixed_dictionaries(
    {name: st.none() | _value(fact.type) for name, fact in CATALOGUE.facts.items() if isinstance(fact, Given)}
)


def _named(kind: Kind, *units: str) -> st.SearchStrategy[str]:
    return st.sampled_from(
        [name for name, one in SCOPE.items() if one.kind is kind and (not units or one.unit in units)]
    )


def _number(unit: str) -> st.SearchStrategy[str]:
    term = _named(Kind.INT, unit) | st.integers(0, 500).map(str)
    if unit == "days":
        term |= st.tuples(_date(), _date()).map(lambda two: f"({two[0]} - {two[1]})")
    return _added(term, term)


def _date() -> st.SearchStrategy[str]:
    term = _named(Kind.DATE) | days.map(str)
    return _added(term, _named(Kind.INT, "days") | st.integers(0, 500).map(str))


def _added(first: st.SearchStrategy[str], then: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    more = st.lists(st.tuples(st.sampled_from("+-"), then).map(lambda two: f" {two[0]} {two[1]}"), max_size=2)
    return st.tuples(first, more).map(lambda two: two[0] + "".join(two[1]))


def _comparisons(term: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    negation = st.sampled_from(["", "not "])
    return st.one_of(
        st.tuples(term, signs, term).map(" ".join),
        st.tuples(term, negation, st.lists(term, min_size=1, max_size=3)).map(
            lambda made: f"{made[0]} {made[1]}in ({', '.join(made[2])})"
        ),
        st.tuples(term, negation, term, term).map(lambda made: f"{made[0]} {made[1]}between {made[2]} and {made[3]}"),
    )


_word = st.sampled_from(WORDS).map(lambda word: f"'{word}'")
_questions = st.one_of(
    *(_comparisons(_number(unit)) for unit in ("days", "paise", "count", "years")),
    _comparisons(_date()),
    st.tuples(st.just("sex"), st.sampled_from(["=", "<>"]), _word).map(" ".join),
    st.lists(_word, min_size=1, max_size=3).map(lambda made: f"sex in ({', '.join(made)})"),
    _named(Kind.BOOL),
    st.tuples(st.sampled_from(list(SCOPE)), st.sampled_from(["is known", "is not known"])).map(" ".join),
)
conditions = st.recursive(
    _questions,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " and ".join(parts) + ")"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " or ".join(parts) + ")"),
        inner.map(lambda part: f"not ({part})"),
    ),
    max_leaves=6,
)
