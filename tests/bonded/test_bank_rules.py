"""Statements as banks write them: which are read, which lines are said to be wrong, and why."""

from datetime import date

import pytest

from shramsetu.bonded.rules import bank
from shramsetu.lib import banks

HEAD = ",".join(bank.BACK)
LINE = {
    "REFERENCE": "BL120P000001T01",
    "UTR": "SBIN326320000001",
    "AMOUNT": "30000.00",
    "VALUE_DATE": "16-11-2026",
    "STATUS": "PAID",
    "REASON": "",
}


def statement(separator: str = ",", **changes: str) -> bytes:
    cells = {**LINE, **changes}
    return f"{separator.join(bank.BACK)}\r\n{separator.join(cells.values())}\r\n".encode()


@pytest.mark.parametrize(
    "said",
    ["2026-11-16", "16/11/2026", "16.11.26", "16-Nov-2026", "16 November 2026", "2026-11-16 00:00:00", "१६-११-२०२६"],
)
def test_days_as_banks_write_them(said: str) -> None:
    (line,) = bank.read(statement(VALUE_DATE=said))
    assert (line.wrong, line.value_on) == ("", date(2026, 11, 16))


@pytest.mark.parametrize("said", ["16-Foo-2026", "31-02-2026", "11/2026", "2026-11-16 14:30"])
def test_what_is_no_day_is_said_to_be_wrong(said: str) -> None:
    (line,) = bank.read(statement(VALUE_DATE=said))
    assert line.wrong == "VALUE_DATE"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_stand_apart_by_what_the_head_shows(separator: str) -> None:
    (line,) = bank.read(statement(separator))
    assert (line.wrong, line.paise) == ("", 3_000_000)


def test_a_spreadsheets_unicode_text_is_read() -> None:
    (line,) = bank.read(statement("\t").decode().encode("utf-16"))
    assert (line.wrong, line.reference) == ("", LINE["REFERENCE"])


@pytest.mark.parametrize(
    ("said", "paise"),
    [('"30,000.00"', 3_000_000), ('"1,30,000"', 13_000_000), ('"130,000"', 13_000_000), ("30000.5", 3_000_050)],
)
def test_amounts_with_groups_of_either_kind(said: str, paise: int) -> None:
    (line,) = bank.read(statement(AMOUNT=said))
    assert (line.wrong, line.paise) == ("", paise)


@pytest.mark.parametrize("said", ['"30,00.0"', '"3,0000"', '",30000"', "30000.123", "-30000", "0", "", "30,000"])
def test_an_amount_that_may_be_another_is_wrong(said: str) -> None:
    (line,) = bank.read(statement(AMOUNT=said))
    assert line.wrong == "AMOUNT"


def test_an_unclosed_quote_over_a_whole_file_is_no_table() -> None:
    with pytest.raises(banks.BadFile):
        bank.read(statement(REASON='"' + "x" * 131_073))


def test_what_lacks_columns_or_is_no_text_is_refused() -> None:
    with pytest.raises(banks.BadFile) as lacks:
        bank.read(b"REFERENCE,UTR\r\n")
    assert lacks.value.missing == ("AMOUNT", "VALUE_DATE", "STATUS", "REASON")
    for content in (b"\xff\xfea", b"\x89PNG\r\n", b"a\0b"):
        with pytest.raises(banks.BadFile):
            bank.read(content)
