"""Which claims of the fast track are checked in full: drawn by a key and what is claimed, so that it can be redone."""

from shramsetu.lib import numbers

WHOLE = 10_000


def draw(key: bytes, *claimed: str) -> int:
    """Return 0 to 9,999 for what is claimed (worker, scheme, subject).

    Nobody without the key can foresee it, anybody with it draws the same, and claiming again draws nothing new.
    """
    return int(numbers.code_for(key, "claim-sample", *claimed, digits=8)) % WHOLE


def is_sampled(drawn: int, percent: int) -> bool:
    """Tell whether a claim that drew `drawn` is among the share that is checked in full."""
    return drawn < percent * WHOLE // 100
