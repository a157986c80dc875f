from hypothesis import given
from hypothesis import strategies as st

from shramsetu.schemes.rules import dues
from shramsetu.schemes.rules.dues import NEXT, TO_PAY, Mend, Stage


@given(st.lists(st.tuples(st.sampled_from(Stage), st.integers(1, 10**9))))
def test_every_paisa_of_an_award_stands_in_one_column(rows: list[tuple[Stage, int]]) -> None:
    assert dues.sums(rows).whole == sum(paise for _, paise in rows)


def test_nothing_goes_out_twice_without_coming_back() -> None:
    seen, ways = set(), [Stage.PAID]
    while ways:
        here = ways.pop()
        for there in NEXT[here] - seen:
            seen.add(there)
            ways.append(there)
    assert NEXT[Stage.PAID] == {Stage.RETURNED}, "from paid the only way on goes by a return"
    assert {stage for stage, after in NEXT.items() if Stage.BATCHED in after} == TO_PAY


def test_what_must_be_mended_before_it_goes_out_again() -> None:
    may = {
        (mend, other, released): dues.may_go_out(mend, is_other_account=other, is_released=released)
        for mend in Mend
        for other in (False, True)
        for released in (False, True)
    }
    assert {key for key, answer in may.items() if answer} == {
        (Mend.ACCOUNT, True, False),
        (Mend.ACCOUNT, True, True),
        (Mend.BANK, True, False),
        (Mend.BANK, False, True),
        (Mend.BANK, True, True),
        (Mend.AGAIN, False, False),
        (Mend.AGAIN, False, True),
        (Mend.AGAIN, True, False),
        (Mend.AGAIN, True, True),
        (Mend.PERSON, False, True),
        (Mend.PERSON, True, True),
    }
