"""Read the classes of an android.jar, to look up what the app calls. Standard library only: just names are read."""

import struct
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Our own classes stand in no jar: what they inherit is looked up in these.
PARENTS = {
    "setu/Door": "android/app/Activity",
    "setu/Pages": "android/webkit/WebViewClient",
    "setu/Windows": "android/webkit/WebChromeClient",
    "setu/Pictures": "android/content/ContentProvider",
    "setu/Papers": "java/lang/Object",
    "setu/Site": "java/lang/Object",
}
# Sizes of the constants that hold no name, by their tag; 5 and 6 fill two places.
_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
_UTF8, _CLASS, _WIDE = 1, 7, (5, 6)


@dataclass(frozen=True, slots=True)
class Class:
    """Names of one class: those above it, and its methods with their types."""

    above: tuple[str, ...]
    methods: frozenset[str]


class Jar:
    """An android.jar."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        self._read = cache(self._class)

    def has(self, reference: str) -> bool:
        """Tell whether `Lclass;->name(types)result` exists in its class or above it."""
        owner, _arrow, method = reference[1:].partition(";->")
        waiting = [PARENTS.get(owner, owner)]
        while waiting:
            found = self._read(waiting.pop())
            if found is None:
                continue
            if method in found.methods:
                return True
            waiting += found.above
        return False

    def _class(self, name: str) -> Class | None:
        try:
            return parse(self._archive.read(f"{name}.class"))
        except KeyError:
            return None


def parse(body: bytes) -> Class:
    """Read a class file as far as names go."""
    names, classes, at = _constants(body)
    above, at = _above(body, at + 4, classes)
    count = struct.unpack_from(">H", body, at)[0]
    _fields, at = _members(body, at + 2, count, names)
    count = struct.unpack_from(">H", body, at)[0]
    methods, _end = _members(body, at + 2, count, names)
    return Class(above, frozenset(methods))


def _constants(body: bytes) -> tuple[dict[int, str], dict[int, str], int]:
    count = struct.unpack_from(">H", body, 8)[0]
    names: dict[int, str] = {}
    places: dict[int, int] = {}
    at, index = 10, 1
    while index < count:
        tag = body[at]
        if tag == _UTF8:
            length = struct.unpack_from(">H", body, at + 1)[0]
            names[index] = body[at + 3 : at + 3 + length].decode(errors="replace")
            at += 3 + length
        elif tag == _CLASS:
            places[index] = struct.unpack_from(">H", body, at + 1)[0]
            at += 3
        else:
            at += 1 + _SIZES[tag]
        index += 2 if tag in _WIDE else 1
    return names, {index: names[place] for index, place in places.items()}, at


def _above(body: bytes, at: int, classes: dict[int, str]) -> tuple[tuple[str, ...], int]:
    parent, count = struct.unpack_from(">HH", body, at)
    faces = struct.unpack_from(f">{count}H", body, at + 4)
    return tuple(classes[one] for one in (parent, *faces) if one), at + 4 + 2 * count


def _members(body: bytes, at: int, count: int, names: dict[int, str]) -> tuple[list[str], int]:
    found = []
    for _ in range(count):
        _access, name, types, attributes = struct.unpack_from(">4H", body, at)
        found.append(names[name] + names[types])
        at += 8
        for _ in range(attributes):
            at += 6 + struct.unpack_from(">I", body, at + 2)[0]
    return found, at
