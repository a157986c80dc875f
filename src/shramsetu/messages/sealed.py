"""Phones that the outbox does not hold: it names whose, and the package that keeps them tells at the last moment.

A freed person's phone lies encrypted with their case; in an outbox in clear every dump would show it.
"""

import re
from collections.abc import Callable

_REFERENCE = re.compile(r"^~([a-z])(\d{1,13})$")
_KEEPERS: dict[str, Callable[[int], str]] = {}


def register(keeper: str, opens: Callable[[int], str]) -> None:
    """Let `opens` tell the phone of one row, or nothing where it cannot; `keeper` is a letter of its own."""
    assert keeper not in _KEEPERS, f"{keeper} keeps phones already"
    _KEEPERS[keeper] = opens


def reference(keeper: str, of: int) -> str:
    """Return what stands in the outbox for the phone of one row."""
    return f"~{keeper}{of}"


def is_reference(address: str) -> bool:
    """Tell whether an address only names whose phone it is."""
    return _REFERENCE.match(address) is not None


def opened(address: str) -> str:
    """Return the phone that a reference stands for, nothing where it is not to be had; any other address as it is."""
    found = _REFERENCE.match(address)
    if found is None:
        return address
    opens = _KEEPERS.get(found[1])
    return opens(int(found[2])) if opens else ""
