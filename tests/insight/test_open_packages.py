"""What a month's files may say: no sum of them gives a small count away."""

from hypothesis import given
from hypothesis import strategies as st

from shramsetu.insight.queries import claims

UNDER = 11
COUNTS = st.tuples(st.integers(0, 25), st.integers(0, 25), st.integers(0, 25))


@given(st.dictionaries(st.sampled_from([0, 118, 157, 163, 172]), COUNTS, min_size=1))
def test_the_state_less_its_districts_leaves_no_small_count(of_it: dict[int, tuple[int, int, int]]) -> None:
    """A reader takes what is shown of the districts from the state: what is left is nobody, or eleven and more."""
    rows = [("marriage", place, *counts) for place, counts in sorted(of_it.items())]
    state, *districts = claims._lines("marriage", rows, UNDER)
    assert [line[1] for line in districts] == sorted(place for place in of_it if place)
    for column in (2, 3, 4):
        shown = [line[column] for line in (state, *districts) if line[column] is not None]
        assert not any(0 < count < UNDER for count in shown if isinstance(count, int))
        whole = state[column]
        if isinstance(whole, int):
            left = whole - sum(line[column] for line in districts if isinstance(line[column], int))
            assert left == 0 or left >= UNDER


def test_one_small_district_takes_another_with_it() -> None:
    rows = [("marriage", 118, 3, 0, 0), ("marriage", 157, 12, 0, 0), ("marriage", 163, 40, 0, 0)]
    assert [line[2] for line in claims._lines("marriage", rows, UNDER)] == [55, None, None, 40]
