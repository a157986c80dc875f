"""Whose own page it is: of who holds a certificate by its mark, of who has none of ours by an address of their own."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet

from shramsetu.bonded import finding_keys, unpaid
from shramsetu.bonded.models import Certificate, Survivor, SurvivorKeys
from shramsetu.bonded.papers import looking
from shramsetu.lib import phone

# A family of an old register shares phone and certificate; the name or the code tells them apart.
MOST = 12
HAVE_PAGE = (*unpaid.FREED, "chasing")
_signer = signing.Signer(salt="bandhua-own")


@dataclass(frozen=True, slots=True)
class Holder:
    """A freed person, the token of their page, and the number of the certificate in force if it is one of ours."""

    survivor: Survivor
    token: str
    number: str = ""


def by_token(token: str) -> Holder | None:
    """Return whose page has this token."""
    found = _certificates().filter(paper__token=token).first()
    if found is not None:
        return _of(found)
    with contextlib.suppress(signing.BadSignature):
        survivor = _without().filter(pk=int(_signer.unsign(token))).first()
        return _own(survivor) if survivor is not None else None
    return None


def by_number(text: str) -> Sequence[Holder]:
    """Return who may be meant by the number of a certificate, ours or an old one, or by a phone."""
    with contextlib.suppress(looking.BadNumber):
        ours = _certificates().filter(paper__number=looking.parse(text)).first()
        if ours is not None:
            return [_of(ours)]
    keys = {finding_keys.of_certificate(text)} - {""}
    with contextlib.suppress(phone.BadPhone):
        keys |= set(finding_keys.of_identity({"phone": phone.normalise(text)}))
    known = SurvivorKeys.objects.filter(keys__overlap=sorted(keys)).values("survivor")
    return [_own(one) for one in _without().filter(pk__in=known).order_by("pk")[:MOST]]


def _of(found: Certificate) -> Holder:
    return Holder(found.survivor, found.paper.token, found.paper.number)


def _own(survivor: Survivor) -> Holder:
    return Holder(survivor, _signer.sign(str(survivor.pk)))


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.filter(standing=Certificate.Standing.IN_FORCE).select_related(
        "paper", "survivor__case__district", "survivor__native_district"
    )


def _without() -> QuerySet[Survivor]:
    """Return the freed persons of whom no certificate of ours is in force."""
    ours = Certificate.objects.filter(survivor=OuterRef("pk"), standing=Certificate.Standing.IN_FORCE)
    freed = Survivor.objects.filter(~Exists(ours), case__state__in=HAVE_PAGE)
    return freed.select_related("case__district", "native_district")
