"""One-time codes and how a person is recognised again: pure functions."""

import hashlib
import hmac
from collections.abc import Iterable


def keyed(text: str, key: bytes, purpose: str) -> str:
    """Return the keyed hash of `text` for one purpose: equality without the text, no tables of all phones."""
    return hmac.new(key, f"{purpose}\x1f{text}".encode(), hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(left, right)


def is_same_name(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether two lists of phonetic keys are of one name, in whatever spelling."""
    return set(keys) == set(others)
