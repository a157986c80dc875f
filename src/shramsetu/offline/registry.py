"""The kinds of entries, and of kits that devices take along; each package names its own in `offline_kinds.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, Role
from shramsetu.offline.rules import Written


class Refused(Exception):
    """The entry cannot be taken as it is; `errors` has a sentence for each wrong value, under "" for the whole."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class Later(Exception):
    """The entry rests on another one that has not come in yet: the device hands it in again."""


class Conflict(Exception):
    """The office holds something else by now; `has` is what the device shows beside its own."""

    def __init__(self, has: Mapping[str, object]) -> None:
        super().__init__(", ".join(has))
        self.has = has


@dataclass(frozen=True, slots=True)
class Giver:
    """Who hands in: `post` is None for who is no officer."""

    actor: Actor
    post: Post | None
    request: HttpRequest


@dataclass(frozen=True, slots=True)
class Handed:
    """An entry as it reached us, with its files, by whom and when."""

    written: Written
    files: Sequence[UploadedFile]
    giver: Giver
    at: datetime


class Load(Protocol):
    """Gather a kit."""

    def __call__(self, ref: str, *, giver: Giver, at: datetime) -> dict[str, object]: ...


Take = Callable[[Handed], dict[str, object]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry. `take` writes it in the transaction of its receipt and returns what the device is told.

    `roles` None: anybody, and whoever has the key is its writer; else officers of these roles, each their own entries.
    """

    name: str
    take: Take
    roles: frozenset[Role] | None = None


@dataclass(frozen=True, slots=True)
class Kit:
    """What an officer takes along: `load` returns everything that the device needs, by the kit's own reference.

    It asks again who may: raises Http404 for what the giver may not have. The device drops it after `days` of the
    rulebook.
    """

    name: str
    load: Load
    roles: frozenset[Role]
    days: str = "offline.kit_days"


kinds: dict[str, Kind] = {}
kits: dict[str, Kit] = {}


def takes(kind: Kind) -> None:
    """Let entries of this kind be taken."""
    kinds[kind.name] = kind


def gives(kit: Kit) -> None:
    """Let this kit be loaded."""
    kits[kit.name] = kit
