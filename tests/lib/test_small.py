"""Small counts are withheld, and nobody reckons them from what is shown."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import small

K = 11


def test_counts_from_one_to_ten_are_withheld() -> None:
    counts = {"a": 0, "b": 1, "c": 10, "d": 11}
    assert small.suppressed(counts, K) == {"a": 0, "b": None, "c": None, "d": 11}


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "<11"), (10, "<11"), (11, "11")])
def test_small_counts_are_not_told(count: int, shown: str) -> None:
    assert small.few(count, K) == shown


def test_what_a_total_would_give_away_is_withheld_too() -> None:
    assert small.table([[3], [40], [20], [63]], K, totals=True) == [[None], [40], [None], [63]]


def test_two_small_ones_need_a_third_where_their_sum_is_small() -> None:
    assert small.table([[1], [1], [40], [20], [62]], K, totals=True) == [[None], [None], [40], [None], [62]]


def test_a_count_that_stands_alone_takes_its_total_with_it() -> None:
    assert small.table([[3], [0], [3]], K, totals=True) == [[None], [0], [None]]
    assert small.table([[5], [0], [0], [5]], K, totals=True) == [[None], [0], [0], [None]]


def test_columns_that_add_up_to_another_are_sums_as_well() -> None:
    shown = small.table([[50, 47, 3]], K, totals=False, sums=[(0, 1, 2)])
    assert shown == [[50, None, None]]


def test_large_counts_stay() -> None:
    rows = [[11, 12], [0, 13], [11, 25]]
    assert small.table(rows, K, totals=True) == rows


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=3))
def test_no_sum_of_hidden_counts_is_small(cells: list[tuple[int, int]]) -> None:
    """Of every sum a reader sees at least two numbers are hidden, and together they stand for eleven or more."""
    rows = [[a + b, a, b] for a, b in cells]
    rows.append([sum(row[column] for row in rows) for column in range(3)])
    shown = small.table(rows, K, totals=True, sums=[(0, 1, 2)])
    flat = [count for row in shown for count in row if count is not None]
    assert not any(0 < count < K for count in flat)
    sums = [([(row, c) for row in range(len(cells))], (len(cells), c)) for c in range(3)]
    sums += [([(row, 1), (row, 2)], (row, 0)) for row in range(len(rows))]
    for parts, (row, column) in sums:
        away = [rows[at][c] for at, c in parts if shown[at][c] is None]
        if shown[row][column] is None:
            assert away
        elif away:
            assert len(away) > 1
            assert sum(away) >= K


def test_the_order_of_rows_does_not_change_what_is_safe() -> None:
    for one, two in product(range(4), repeat=2):
        rows = [[one], [two], [30], [one + two + 30]]
        assert all(cell is None or cell == 0 or cell >= K for row in small.table(rows, K, totals=True) for cell in row)
