"""Tables as files."""

import io
from datetime import date

import openpyxl
import pytest

from shramsetu.casework import sheets
from shramsetu.casework.sheets import Sheet
from shramsetu.lib import money

ON = date(2026, 6, 30)


def test_the_same_tables_give_the_same_bytes() -> None:
    made = [Sheet("पंजी", ["क", "ख"], [["एक", 1], ["दो", None]]), Sheet("दूसरी", ["दिन"], [[ON]])]
    assert sheets.xlsx(made, on=ON) == sheets.xlsx(made, on=ON)


def test_each_table_is_a_sheet_with_days_numbers_and_notes() -> None:
    made = Sheet("पंजी: 1/2", ["क", "ख", "ग"], [["=1+1", 3, ON]], ["यह टिप्पणी है।"])
    book = openpyxl.load_workbook(io.BytesIO(sheets.xlsx([made], on=ON)))
    page = book["पंजी 12"]
    assert [cell.value for cell in page[1]] == ["क", "ख", "ग"]
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert page["B2"].value == 3
    assert page["C2"].value.date() == ON
    assert page["A4"].value == "यह टिप्पणी है।"


@pytest.mark.parametrize(("paise", "shown"), [(6_500_050, "65000.50"), (-5, "-0.05"), (0, "0.00"), (100, "1.00")])
def test_money_is_a_number_of_rupees_with_its_paise(paise: int, shown: str) -> None:
    made = Sheet("रकम", ["रकम"], [[money.in_rupees(paise)]])
    cell = openpyxl.load_workbook(io.BytesIO(sheets.xlsx([made], on=ON)))["रकम"]["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (float(shown), "n", "#,##,##0.00")
    assert sheets.csv(made).decode("utf-8-sig").split() == ["रकम", shown]
