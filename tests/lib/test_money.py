from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import money
from shramsetu.lib.money import BadMoney

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=80).filter(any)


def wrong(written: str) -> str:
    with pytest.raises(BadMoney) as caught:
        money.parse(written)
    assert caught.value.sentence("hi") != caught.value.sentence("en")
    return caught.value.reason


def test_half_a_paisa_goes_away_from_zero() -> None:
    assert [money.rounded(Fraction(half, 2)) for half in (-3, -1, 0, 1, 3, 5)] == [-2, -1, 0, 1, 2, 3]
    assert money.rounded(Decimal("0.4999")) == 0
    assert money.portion(1050, 1, 100) == 11
    assert money.portion(-1050, 1, 100) == -11


def test_what_is_left_goes_to_the_largest_remainders() -> None:
    assert money.split(100, [1, 1, 1]) == [34, 33, 33]
    assert money.split(100, [1, 2, 4]) == [14, 29, 57]
    assert money.split(-100, [1, 1, 1]) == [-34, -33, -33]
    assert money.split(0, [0, 5]) == [0, 0]
    assert money.split(10, [0, 5]) == [0, 10]


@pytest.mark.parametrize("bad", [[], [0, 0], [3, -1]])
def test_bad_weights_are_refused(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        money.split(1, bad)


@given(total=st.integers(-(10**12), 10**12), shares=weights)
def test_parts_add_up_and_lie_within_one_of_their_share(total: int, shares: list[int]) -> None:
    parts = money.split(total, shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - Fraction(total * share, sum(shares))) < 1


def test_seventy_five_districts_add_up_to_the_state() -> None:
    assert sum(money.split(10_000, [1] * 75)) == 10_000
    assert sum(money.split(100, list(range(1, 76)))) == 100


@pytest.mark.parametrize(
    ("paise", "written"),
    [
        (123456750, "₹ 12,34,567.50"), (1200000, "₹ 12,000"), (5, "₹ 0.05"),
        (0, "₹ 0"), (-5000, "-₹ 50"), (-5, "-₹ 0.05"),
    ],
)  # fmt: skip
def test_amounts_are_written_in_indian_groups(paise: int, written: str) -> None:
    assert money.rupees(paise) == written


@pytest.mark.parametrize(
    ("written", "paise"),
    [
        ("12500", 1250000), ("12,500", 1250000), ("₹ 12,34,567.50", 123456750), ("रु. 500/-", 50000),
        ("Rs. 500", 50000), ("rs 500/-", 50000),
        ("५००", 50000), ("1.5 लाख", 15000000), ("2 करोड़", 2000000000),
        ("5 हज़ार", 500000), ("12,500 रुपये", 1250000), ("INR 7", 700),
        (".50", 50), ("7.", 700), ("0", 0), ("500 रुपये मात्र", 50000), ("1.234 lakh", 12340000),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(written: str, paise: int) -> None:
    assert money.parse(written) == paise


def test_what_is_no_amount_is_named() -> None:
    assert [wrong(written) for written in ("", "  ")] == ["empty"] * 2
    assert {wrong(written) for written in ("₹", "पाँच सौ", "12a", "1.2.3", "-5", "1 अरब")} == {"character"}
    assert [wrong(written) for written in ("12.345", "9" * 20)] == ["fraction", "large"]


@given(paise=st.integers(0, 10**14))
def test_what_is_written_is_read_back(paise: int) -> None:
    assert money.parse(money.rupees(paise)) == paise


@given(paise=st.integers(-(10**15), 10**15))
def test_rupees_of_a_spreadsheet_are_exact_to_the_paisa(paise: int) -> None:
    assert money.in_rupees(paise) * money.PAISE == paise


@given(written=st.text(max_size=20))
def test_any_text_is_read_or_refused(written: str) -> None:
    try:
        outcome = money.parse(written) >= 0
    except BadMoney as error:
        outcome = bool(error.reason)
    assert outcome
