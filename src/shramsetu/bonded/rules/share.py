"""What a freed person gets out of a fine: section 18 gives so much for a day of bondage, if the fine is recovered."""

from collections.abc import Sequence

from shramsetu.lib import money


def shares(recovered: int, days: Sequence[int], *, a_day: int) -> list[int]:
    """Return each person's part of a recovered fine, in paise: `a_day` for each of their days of bondage.

    Where the fine does not reach, it is divided by days to the paisa; what is left over belongs to the state.
    """
    owed = [max(count, 0) * a_day for count in days]
    if sum(owed) <= recovered:
        return owed
    return money.split(recovered, owed)


def still_due(recovered: int, days: Sequence[int], given: Sequence[int], *, a_day: int) -> list[int]:
    """Return what each person gets now that so much of the fine is in, beyond what was `given` of it before.

    Who joins late makes the parts smaller, but nothing given is taken back: all together never get more than came in.
    """
    whole = shares(recovered, days, a_day=a_day)
    wanted = [max(part - before, 0) for part, before in zip(whole, given, strict=True)]
    left = max(recovered - sum(given), 0)
    return wanted if sum(wanted) <= left else money.split(left, wanted)


def relief(total: int, percents: Sequence[int], stage: int) -> int:
    """Return the instalment of a relief that falls due at `stage` (from 0), so that all of them add up to the whole."""
    return money.split(total, percents)[stage]
