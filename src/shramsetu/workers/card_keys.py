"""The keys by which cards are signed: from the environment, never in the database, so that no backup makes cards."""

import base64
import hashlib
from functools import lru_cache

from django.conf import settings

from shramsetu.workers.rules.cards import Ring


class NoKeys(Exception):
    """CARD_KEYS is not set: no card can be made · कार्ड पर हस्ताक्षर की कुंजी (CARD_KEYS) नहीं दी गई।"""

    def __str__(self) -> str:
        return str(self.__doc__)


def ring() -> Ring:
    """Give the keys of this site. Raises NoKeys, rules.cards.BadKeys."""
    return _ring(tuple(settings.CARD_KEYS) or _of_the_demo(), tuple(settings.CARD_PUBLIC_KEYS))


@lru_cache(maxsize=4)
def _ring(words: tuple[str, ...], retired: tuple[str, ...]) -> Ring:
    return Ring.read(words, retired)


def _of_the_demo() -> tuple[str, ...]:
    """Derive a key for demo and tests from their secret; a real site names its own."""
    if not (settings.DEMO or settings.TESTING):
        raise NoKeys
    key = hashlib.sha256(b"card:" + settings.SECRET_KEY.encode()).digest()
    return (f"demo:{base64.b64encode(key).decode()}",)
