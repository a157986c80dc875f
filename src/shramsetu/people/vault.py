"""Aadhaar numbers for the rest of the platform: in goes a number, out comes what may be kept of it.

UIDAI (K-11020/205/2017) lets numbers lie in a data vault only. `AADHAAR_VAULT` names the adapter of the department's
vault; without one the platform keeps no number at all, and a token stands for it.
"""

import base64
import hashlib
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from shramsetu.lib.aadhaar_tokens import Ring, Token
from shramsetu.lib.identity import Identity


class NoKeys(Exception):
    """AADHAAR_KEYS is not set: no Aadhaar number can be taken · आधार की कुंजी (AADHAAR_KEYS) नहीं दी गई।"""

    def __str__(self) -> str:
        return str(self.__doc__)


class AadhaarVault(Protocol):
    """Where Aadhaar numbers go. An adapter of an official vault hands them on; its reference key is its token."""

    def token(self, number: Identity) -> Token:
        """Take a number and give what rows keep of it."""
        ...

    def tokens(self, number: Identity) -> tuple[Token, ...]:
        """Give every token under which a row of this number may stand: the search for an equal one asks for all."""
        ...

    def turned(self, token: Token) -> Token:
        """Bring a row's token under the newest key."""
        ...

    @property
    def newest(self) -> str:
        """The id of the newest key: rows under another one wait to be turned."""
        ...


def vault() -> AadhaarVault:
    """Give the vault of this site. Raises NoKeys."""
    if settings.AADHAAR_VAULT:
        found: AadhaarVault = import_string(settings.AADHAAR_VAULT)()
        return found
    return _local(tuple(settings.AADHAAR_KEYS) or _of_the_demo())


@lru_cache(maxsize=4)
def _local(words: tuple[str, ...]) -> Ring:
    return Ring.read(words)


def _of_the_demo() -> tuple[str, ...]:
    """Derive a key for demo and tests from their secret; a real site names its own."""
    if not (settings.DEMO or settings.TESTING):
        raise NoKeys
    key = hashlib.sha256(b"aadhaar:" + settings.SECRET_KEY.encode()).digest()
    return (f"demo:{base64.b64encode(key).decode()}",)
