"""What the platform asks of Family ID, whose own interface is not public: the seam for the department's adapter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from shramsetu.workers.rules.household import Snapshot


class NotReached(Exception):
    """Family ID does not answer now, or no service is set · फ़ैमिली आईडी की सेवा से अभी जवाब नहीं मिल रहा।"""

    def __str__(self) -> str:
        return str(self.__doc__)


class NoSuchFamily(LookupError):
    """Family ID knows no family under this number · इस नंबर का कोई परिवार फ़ैमिली आईडी में नहीं है।"""

    def __str__(self) -> str:
        return str(self.__doc__)


@dataclass(frozen=True, slots=True)
class BenefitGiven:
    """A benefit that was given to a family, for the family's passbook."""

    family: str
    worker: str
    scheme: str
    claim: str
    on: date
    paise: int
    kind: str


class FamilyService(Protocol):
    """Where families come from. Every call has a time limit; numbers are Family IDs as `lib.identity` gives them."""

    def family(self, number: str, *, at: datetime) -> Snapshot:
        """Return a family now. Raises NoSuchFamily, NotReached."""
        ...

    def ask(self, numbers: Sequence[str], *, at: datetime) -> None:
        """Ask for families; the answer comes later. Raises NotReached."""
        ...

    def listen(self, numbers: Sequence[str], *, at: datetime) -> None:
        """Ask to be told when these families change. Raises NotReached."""
        ...

    def tell(self, benefits: Sequence[BenefitGiven], *, at: datetime) -> None:
        """Tell of benefits that were given. Raises NotReached."""
        ...


def service() -> FamilyService:
    """Return the adapter of this site."""
    return _made(settings.FAMILYID_ADAPTER, tuple(sorted(settings.FAMILYID.items())))


def is_set() -> bool:
    """Tell whether a service is set at all; else families come by the nightly file."""
    return bool(settings.FAMILYID["url"])


@lru_cache(maxsize=4)
def _made(adapter: str, given: tuple[tuple[str, object], ...]) -> FamilyService:
    found: FamilyService = import_string(adapter)(dict(given))
    return found
