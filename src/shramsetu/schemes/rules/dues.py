"""How a due goes on: planned, in a batch, at the bank, paid or returned; what came back goes out again when mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far a due is."""

    PLANNED = "planned"
    BATCHED = "batched"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"
    CANCELLED = "cancelled"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.PLANNED: frozenset({Stage.BATCHED, Stage.CANCELLED, Stage.PAID}),  # the last: a deposit's receipt
    # back to where it was, if the batch is sent back
    Stage.BATCHED: frozenset({Stage.SENT, Stage.PLANNED, Stage.RETURNED}),
    Stage.SENT: frozenset({Stage.PAID, Stage.RETURNED, Stage.PLANNED}),  # the last: the bank took no such file
    Stage.PAID: frozenset({Stage.RETURNED}),  # a bank takes back, days later, what it had credited
    Stage.RETURNED: frozenset({Stage.BATCHED, Stage.CANCELLED}),
    Stage.CANCELLED: frozenset(),
}
TO_PAY = frozenset({Stage.PLANNED, Stage.RETURNED})


@dataclass(frozen=True, slots=True)
class Sums:
    """What an award's dues add up to, in paise."""

    planned: int = 0
    on_the_way: int = 0
    paid: int = 0
    returned: int = 0
    cancelled: int = 0

    @property
    def whole(self) -> int:
        """Return all of it: what an award with a total must add up to."""
        return self.planned + self.on_the_way + self.paid + self.returned + self.cancelled


_COLUMN = {
    Stage.PLANNED: "planned",
    Stage.BATCHED: "on_the_way",
    Stage.SENT: "on_the_way",
    Stage.PAID: "paid",
    Stage.RETURNED: "returned",
    Stage.CANCELLED: "cancelled",
}


def sums(dues: Iterable[tuple[Stage, int]]) -> Sums:
    """Add up dues: (stage, paise) each."""
    found = dict.fromkeys(_COLUMN.values(), 0)
    for stage, paise in dues:
        found[_COLUMN[stage]] += paise
    return Sums(**found)


class Mend(StrEnum):
    """What must happen before a returned sum goes out again, as the rulebook's row of the code says."""

    ACCOUNT = "account"  # another account
    BANK = "bank"  # the person sees to it at the bank; the same account will do
    AGAIN = "again"  # nothing: the bank's own trouble
    PERSON = "person"  # an officer looks first whether the person lives and may be paid


def may_go_out(mend: Mend, *, is_other_account: bool, is_released: bool) -> bool:
    """Tell whether a returned sum may be sent again.

    `is_other_account`: the payee has another account now; `is_released`: an officer wrote that it is mended.
    """
    if mend is Mend.AGAIN:
        return True
    if mend is Mend.PERSON:
        return is_released
    return is_other_account or (mend is Mend.BANK and is_released)
