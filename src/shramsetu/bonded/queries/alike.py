"""Who may be the person of a row of an old register, or about to be entered: found by keyed hashes, then by name."""

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from shramsetu.bonded import finding_keys, persons, vault
from shramsetu.bonded.models import Account, Register, RegisterRow, Survivor, SurvivorKeys
from shramsetu.bonded.rules.likeness import Traits, is_alike
from shramsetu.bonded.rules.register import Parsed
from shramsetu.casework.sealing import Unreadable
from shramsetu.lib import names
from shramsetu.places.models import Place

NAME, PHONE, CERTIFICATE, ACCOUNT = "name", "phone", "certificate", "account"
Hits = dict[int, set[str]]  # by person the marks that are the same


@dataclass(frozen=True, slots=True)
class Alike:
    """A person who is perhaps meant, and by which marks."""

    survivor: Survivor
    marks: tuple[str, ...]


def traits(one: Parsed) -> Traits:
    """Return what tells the person of a row from others."""
    said = one.values
    return Traits(
        str(said["name"]),
        str(said.get("parent") or ""),
        str(said["sex"]),
        said["released_on"],  # type: ignore[arg-type]  # a row without faults has a day
    )


def alike(rows: Sequence[Parsed], register: Register) -> Mapping[int, Alike]:
    """Return by the number of a row who of its districts is perhaps the same person. Five queries, however many rows.

    Of one and the same file a family shares phone, account and certificate: there the name alone counts.
    """
    if not rows:
        return {}
    together = set(RegisterRow.objects.filter(register=register.pk).values_list("survivor", flat=True))
    near = _near(rows, register)
    paid = _paid(rows)
    hits = {one.number: _hits(one, near, paid) for one in rows}
    known = Survivor.objects.filter(pk__in={pk for found in hits.values() for pk in found})
    people = {one.pk: one for one in known.select_related("case__sealed_body", "case__district")}
    seen = {pk: _known(one) for pk, one in people.items()}
    found: dict[int, Alike] = {}
    for one in rows:
        best = _best(one, hits[one.number], seen, together)
        if best is not None:
            found[one.number] = Alike(people[best[0]], best[1])
    return found


def came_since(one: Parsed, register: Register, *, after: int) -> bool:
    """Tell whether somebody entered after the person `after`, by another file or at the desk, is perhaps meant."""
    others = Survivor.objects.filter(pk__gt=after).exclude(register_rows__register=register.pk)
    new = set(others.values_list("pk", flat=True))
    if not new:
        return False
    hits = {pk: marks for pk, marks in _hits(one, _near([one], register), _paid([one])).items() if pk in new}
    people = Survivor.objects.filter(pk__in=hits).select_related("case__sealed_body", "case__district")
    return _best(one, hits, {person.pk: _known(person) for person in people}, set()) is not None


def like(identity: Mapping[str, object], sex: str, district: Place, *, released_on: date | None) -> list[Survivor]:
    """Return who of a district, freed or at home there, has a name that sounds alike: a reason to ask."""
    words = set(finding_keys.of_identity({"name": identity.get("name")}))
    one = _traits(identity, sex, released_on)
    hits = [pk for pk, keys in _sharing(words, {district.pk}) if len(words & keys) >= min(2, len(words)) > 0]
    people = Survivor.objects.filter(pk__in=hits).select_related("case__sealed_body", "case__district").order_by("pk")
    return [other for other in people if (known := _known(other)) is not None and is_alike(one, known)]


def twins(rows: Sequence[Parsed]) -> Mapping[int, int]:
    """Return by the number of a row an earlier row of the same file that perhaps speaks of the same person."""
    earlier = defaultdict[str, list[Parsed]](list)
    found: dict[int, int] = {}
    for one in rows:
        mine = traits(one)
        blocks = names.blocks(mine.name)
        like = (last for block in blocks for last in earlier[block] if is_alike(traits(last), mine))
        if (first := next(like, None)) is not None:
            found[one.number] = first.number
        for block in blocks:
            earlier[block].append(one)
    return found


def _best(
    one: Parsed, hits: Hits, seen: Mapping[int, Traits | None], together: set[int]
) -> tuple[int, tuple[str, ...]] | None:
    """Return whom a row has most marks with."""
    ranked = list[tuple[int, int, tuple[str, ...]]]()
    for pk, marks in hits.items():
        other = seen.get(pk)
        same = {NAME} if other is not None and is_alike(traits(one), other) else set[str]()
        same |= set[str]() if pk in together else marks - {NAME}
        if same:
            ranked.append((-len(same), pk, tuple(sorted(same))))
    return min(ranked)[1:] if ranked else None


def _hits(one: Parsed, near: Sequence[tuple[int, frozenset[str]]], paid: Mapping[str, set[int]]) -> Hits:
    """Return who shares a hash with a row; of a name at least two words, or all that it has."""
    words = set(finding_keys.of_identity({"name": one.values["name"]}))
    phone = set(finding_keys.of_identity({"phone": one.values.get("phone")}))
    certificate = {finding_keys.of_certificate(str(one.values.get("certificate_number") or ""))} - {""}
    hits = defaultdict[int, set[str]](set)
    for pk, keys in near:
        if phone & keys:
            hits[pk].add(PHONE)
        if certificate & keys:
            hits[pk].add(CERTIFICATE)
        if len(words & keys) >= min(2, len(words)) > 0:
            hits[pk].add(NAME)
    for pk in paid.get(_account(one), ()):
        hits[pk].add(ACCOUNT)
    return hits


def _near(rows: Sequence[Parsed], register: Register) -> list[tuple[int, frozenset[str]]]:
    """Return who of the districts that the rows name has any hash of theirs."""
    asked = {key for one in rows for key in finding_keys.of_identity(one.values)}
    places = {register.district_id, *(one.values.get("native_district") for one in rows)} - {None}
    return _sharing(asked, places)


def _sharing(asked: set[str], places: set[Any]) -> list[tuple[int, frozenset[str]]]:
    """Return who of these districts has any of these hashes, with all of theirs."""
    here = Q(survivor__case__district__in=places) | Q(survivor__native_district__in=places)
    found = SurvivorKeys.objects.filter(here, keys__overlap=sorted(asked)).values_list("survivor", "keys")
    return [(pk, frozenset(keys)) for pk, keys in found]


def _paid(rows: Iterable[Parsed]) -> Mapping[str, set[int]]:
    keys = {_account(one) for one in rows} - {""}
    found = defaultdict[str, set[int]](set)
    for key, pk in Account.objects.filter(key__in=keys, ended_at=None).values_list("key", "survivor"):
        found[key].add(pk)
    return found


def _account(one: Parsed) -> str:
    return vault.match_key(ACCOUNT, f"{one.values['ifsc']} {one.values['account']}") if "account" in one.values else ""


def _known(survivor: Survivor) -> Traits | None:
    with contextlib.suppress(Unreadable):
        return _traits(persons.identity(survivor), survivor.sex, survivor.released_on)
    return None


def _traits(identity: Mapping[str, object], sex: str, released_on: date | None) -> Traits:
    parent = identity.get("parent") or identity.get("guardian")
    return Traits(str(identity.get("name") or ""), str(parent or ""), sex, released_on)
