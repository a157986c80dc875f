"""The file for the bank proves itself; a line that came back means one thing only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.schemes.rules import bankfile
from shramsetu.schemes.rules.bankfile import BadBatch, Head, Known, Line, Order, Result

ON = date(2026, 11, 20)
HEAD = Head("BP-BOCW-2026-000001", "bocw", "per_event", ON)
NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40)
ORDERS = st.lists(
    st.builds(
        Order,
        reference=st.builds(bankfile.reference, st.integers(1, 10**11 - 1), st.integers(1, 99)),
        name=NAMES,
        account=st.from_regex(r"[0-9]{6,18}", fullmatch=True),
        ifsc=st.just("SBIN0000123"),
        paise=st.integers(1, 10**12),
        remark=st.just("bocw"),
    ),
    min_size=1,
    max_size=20,
)
PAID = "REFERENCE,STATUS,CODE,UTR,VALUE_DATE,AMOUNT\nS00000000001T01,PAID,00,SBIN226112000001,20/11/2026,65000.00\n"
KNOWN = Known(65_000_00, date(2026, 11, 18))


@given(ORDERS)
def test_a_file_proves_its_own_count_and_sum(orders: list[Order]) -> None:
    content = bankfile.written(HEAD, orders)
    assert bankfile.proved(content) == (len(orders), sum(one.paise for one in orders))
    assert all(bankfile.REFERENCE.match(one.reference) for one in orders)


@given(ORDERS, st.data())
def test_a_file_with_a_sign_changed_does_not(orders: list[Order], data: st.DataObject) -> None:
    content = bankfile.written(HEAD, orders)
    begins, ends = content.index(b"D,1,"), content.rindex(b"T,")
    place = data.draw(st.integers(begins, ends - 3))
    sign = b"7" if content[place : place + 1] != b"7" else b"8"
    with pytest.raises((BadBatch, UnicodeDecodeError)):
        bankfile.proved(content[:place] + sign + content[place + 1 :])


def line(**changes: object) -> Line:
    (found,) = bankfile.read(PAID.encode())
    return Line(**{**{name: getattr(found, name) for name in Line.__slots__}, **changes})  # type: ignore[arg-type]


def judged(said: Line, **known: object) -> Result:
    have = {name: getattr(KNOWN, name) for name in Known.__slots__}
    return bankfile.judged(said, Known(**{**have, **known}), utr_is_used=False, on=ON)  # type: ignore[arg-type]


def test_an_answer_is_read_as_banks_write_it() -> None:
    said = line()
    assert (said.reference, said.is_paid, said.code, said.paise, said.wrong) == (
        "S00000000001T01",
        True,
        "",
        65_000_00,
        "",
    )


RETURNED = {"is_paid": False, "code": "53", "utr": "", "value_on": None}


@pytest.mark.parametrize(
    ("said", "known", "result"),
    [
        ({}, {}, Result.MATCHED),
        (RETURNED, {}, Result.MATCHED),
        ({}, {"outcome": "paid", "utr": "SBIN226112000001", "value_on": ON}, Result.SEEN),
        ({}, {"outcome": "paid", "utr": "SBIN226112000009", "value_on": ON}, Result.DUPLICATE),
        ({}, {"outcome": "returned", "code": "53"}, Result.DUPLICATE),
        (RETURNED, {"outcome": "returned", "code": "53"}, Result.SEEN),
        (RETURNED, {"outcome": "paid"}, Result.MATCHED),  # taken back days later
        (RETURNED, {"outcome": "untaken"}, Result.DUPLICATE),
        ({}, {"outcome": "untaken"}, Result.PAID_UNTAKEN),
        ({}, {"outcome": "untaken", "has_other": True}, Result.PAID_TWICE),
        (RETURNED, {"outcome": "excess"}, Result.RECOVERED),
        ({"paise": 1}, {}, Result.WRONG_AMOUNT),
        ({"wrong": "UTR"}, {}, Result.UNREADABLE),
        ({"value_on": date(2026, 11, 21)}, {}, Result.UNREADABLE),  # a day to come
        ({"value_on": date(2026, 11, 17)}, {}, Result.UNREADABLE),  # before the file was made
    ],
)
def test_a_line_means_one_thing(said: dict[str, object], known: dict[str, object], result: Result) -> None:
    assert judged(line(**said), **known) is result


def test_a_reference_nobody_knows_and_a_utr_used_elsewhere() -> None:
    assert bankfile.judged(line(), None, utr_is_used=False, on=ON) is Result.UNKNOWN
    assert bankfile.judged(line(), KNOWN, utr_is_used=True, on=ON) is Result.UTR_USED


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (",PAID,,SBIN226112000001,20/11/2026,1.00", "REFERENCE"),
        ("S00000000001T01,DONE,,SBIN226112000001,20/11/2026,1.00", "STATUS"),
        ("S00000000001T01,RETURNED,,,,1.00", "CODE"),
        ("S00000000001T01,PAID,53,SBIN226112000001,20/11/2026,1.00", "CODE"),
        ("S00000000001T01,PAID,,,20/11/2026,1.00", "UTR"),
        ("S00000000001T01,PAID,,SBIN226112000001,,1.00", "VALUE_DATE"),
        ("S00000000001T01,PAID,,SBIN226112000001,20/11/2026,1,00", "AMOUNT"),
    ],
)
def test_what_cannot_be_read_names_its_column(row: str, wrong: str) -> None:
    head = PAID.splitlines()[0]
    assert [one.wrong for one in bankfile.read(f"{head}\n{row}\n".encode())] == [wrong]
