import csv
from pathlib import Path

import pytest

from shramsetu.web import hexmap
from shramsetu.web.hexmap import Cell

DISTRICTS = Path(__file__).resolve().parents[2] / "rulebook" / "places" / "districts.csv"


def cell(col, row, value=1.0, group="", name="क"):
    return Cell(col, row, name, value, group=group)


def test_odd_rows_stand_half_a_hexagon_to_the_right():
    assert hexmap.middle(0, 1)[0] - hexmap.middle(0, 0)[0] == hexmap.WIDTH / 2


def test_each_of_75_districts_is_one_hexagon_of_its_own():
    with DISTRICTS.open(encoding="utf-8") as rows:
        cells = [
            cell(int(row["hex_col"]), int(row["hex_row"]), name=row["district_hi"]) for row in csv.DictReader(rows)
        ]
    drawn = hexmap.draw(cells)
    assert (len(drawn.hexagons), len({found.path for found in drawn.hexagons})) == (75, 75)


def test_hexagons_come_in_reading_order():
    drawn = hexmap.draw([cell(1, 1), cell(0, 1), cell(5, 0)])
    assert [(found.cell.row, found.cell.col) for found in drawn.hexagons] == [(0, 5), (1, 0), (1, 1)]


def test_zero_and_unknown_take_no_step():
    assert [hexmap.step_of(value, [10.0, 20.0]) for value in (0, None)] == [0, 0]


def test_steps_hold_about_equal_numbers_of_places():
    drawn = hexmap.draw([cell(at, 0, float(at + 1)) for at in range(50)])
    assert [band.places for band in drawn.bands] == [10, 10, 10, 10, 10]


def test_one_value_for_all_is_one_step_of_the_darkest():
    drawn = hexmap.draw([cell(at, 0, 7.0) for at in range(4)])
    assert [(band.step, band.low, band.high) for band in drawn.bands] == [(5, 7.0, 7.0)]


@pytest.mark.parametrize("other", [(1, 0), (0, 1), (-1, 1)])
def test_neighbours_of_different_groups_have_a_border(other):
    assert len(hexmap.draw([cell(0, 0, group="1"), cell(*other, group="2")]).borders) == 1


def test_neighbours_of_one_group_have_none():
    assert hexmap.draw([cell(0, 0, group="1"), cell(1, 0, group="1")]).borders == []


def test_border_lies_on_the_shared_edge():
    ((x1, y1, x2, y2),) = hexmap.draw([cell(0, 0, group="1"), cell(1, 0, group="2")]).borders
    assert (x1, x2) == (hexmap.MARGIN + hexmap.WIDTH, hexmap.MARGIN + hexmap.WIDTH)
    assert abs(y2 - y1) == pytest.approx(hexmap.SIDE, abs=0.1)


def test_name_breaks_in_two_and_is_cut_when_too_long():
    assert hexmap.name_lines("गौतम बुद्ध नगर") == ["गौतम", "बुद्ध नगर"]
    assert hexmap.name_lines("abcdefghijklmnop") == ["abcdefghi."]


def test_no_cells_is_an_empty_map():
    assert hexmap.draw([]).hexagons == []
