"""Workers and families as records of the interface (SRPerson, Member, Group). Aadhaar never goes out, nor a phone."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from shramsetu.lib import clock
from shramsetu.workers.models import Family, Membership, Worker
from shramsetu.workers.rules.household import Person, Snapshot

CONTEXT = "https://schema.spdci.org/core/v1/"
UIN, UAN, FAMILY, BOCW, UOW = "UIN", "ESHRAM-UAN", "UP-FAMILY-ID", "UPBOCW-REG", "UPSSB-REG"
SEXES = {"man": "male", "woman": "female", "other": "others"}
KINS = {"head": "HEAD", "spouse": "SPOUSE", "son": "SON", "daughter": "DAUGHTER"}
KINS |= {"father": "FATHER", "mother": "MOTHER", "other": "OTHER"}
_BOARDS = {Membership.Board.BOCW: BOCW, Membership.Board.UOW: UOW}


def identifier(kind: str, value: str) -> dict[str, str]:
    """Return a number with its type."""
    return {"identifier_type": kind, "identifier_value": value}


def person(worker: Worker) -> dict[str, Any]:
    """Return a worker, with memberships and place fetched before, as an SRPerson."""
    memberships = list(worker.memberships.all())
    numbers = [identifier(UIN, worker.number)]
    numbers += [identifier(UAN, worker.uan)] if worker.uan else []
    numbers += [identifier(_BOARDS[Membership.Board(one.board)], one.number) for one in memberships if one.number]
    since = [one.registered_on for one in memberships if one.registered_on]
    said = {
        "@context": CONTEXT,
        "@type": "SRPerson",
        "identifier": numbers,
        "name": {"given_name": worker.name},
        "sex": SEXES[worker.sex],
        "birth_date": worker.born_on.isoformat() if worker.is_born_known else None,
        "death_date": worker.died_on.isoformat() if worker.died_on else None,
        "address": [_address(worker)],
        "household_identifier": _family(worker.family),
        "registration_date": min(since).isoformat() if since else None,
        "additional_attributes": [_membership(one) for one in memberships],
    }
    return _without_none(said)


def group(family: Snapshot, *, district: int | None, revision: int) -> dict[str, Any]:
    """Return a family as a Group; members who are registered here are named by our number."""
    head = next((one for one in family.members if one.kin == "head"), None)
    return _without_none(
        {
            "@context": CONTEXT,
            "@type": "Group",
            "group_identifier": [identifier(FAMILY, family.number)],
            "group_type": "Family",
            "place": {"address": [{"region_code": str(district), "country_code": "IN"}]} if district else None,
            "group_head_info": member(head) if head else None,
            "group_size": len(family.members),
            "member_list": [member(one) for one in family.members],
            "last_updated": family.as_of.isoformat(),
            "additional_attributes": [{"key": "source", "value": family.source}, _attribute("revision", revision)],
        }
    )


def member(one: Person) -> dict[str, Any]:
    """Return a member of a family."""
    return _without_none(
        {
            "@type": "Member",
            "member_identifier": [identifier(UIN, one.worker)] if one.worker else [],
            "demographic_info": _without_none(
                {
                    "@type": "SRPerson",
                    "name": {"given_name": one.name},
                    "sex": SEXES[one.sex],
                    "birth_date": one.born_on.isoformat() if one.born_on else None,
                }
            ),
            "relationship_head": KINS[one.kin],
            "marital_status": None if one.is_married is None else "MARRIED" if one.is_married else "UNMARRIED",
            "is_disabled": one.is_disabled,
        }
    )


def persons(workers: Iterable[Worker]) -> list[dict[str, Any]]:
    """Return workers as records."""
    return [person(one) for one in workers]


def snapshot_of(record: dict[str, Any], *, source: str, at: datetime) -> Snapshot:
    """Read a Group that another registry sent. Raises KeyError, ValueError or TypeError where it is none."""
    number = next(
        str(one["identifier_value"])
        for one in record["group_identifier"]
        if one["identifier_type"] in {FAMILY, "HOUSEHOLD_ID"}
    )
    told = record.get("last_updated")
    as_of = datetime.fromisoformat(told) if told else at
    members = tuple(_person(seat, one) for seat, one in enumerate(record["member_list"], 1))
    if as_of.tzinfo is None:
        raise ValueError("last_updated")
    return Snapshot(number, source, as_of, clock.day(at), members)


def _person(seat: int, said: dict[str, Any]) -> Person:
    about = said["demographic_info"]
    names = about["name"]
    words = [names.get(part) for part in ("given_name", "second_name", "surname")]
    kins = {word: kin for kin, word in KINS.items()}
    sexes = {word: sex for sex, word in SEXES.items()}
    numbers = {one["identifier_type"]: str(one["identifier_value"]) for one in said.get("member_identifier") or []}
    name = " ".join(word for word in words if word)
    if not name:
        raise ValueError("name")
    return Person(
        seat=seat,
        name=name[:120],
        kin=kins.get(str(said.get("relationship_head", "")).upper(), "other"),
        sex=sexes.get(str(about.get("sex", "")).lower(), "other"),
        born_on=date.fromisoformat(about["birth_date"][:10]) if about.get("birth_date") else None,
        is_married={"MARRIED": True, "UNMARRIED": False}.get(str(said.get("marital_status", "")).upper()),
        is_disabled=said.get("is_disabled"),
        worker=numbers.get(UIN, "")[:11],
    )


def _address(worker: Worker) -> dict[str, Any]:
    return _without_none(
        {
            "address_line1": worker.address or None,
            "locality": worker.place.name_hi if worker.place else None,
            "region_code": str(worker.district.lgd_code),
            "postal_code": worker.pin or None,
            "country_code": "IN",
        }
    )


def _membership(one: Membership) -> dict[str, Any]:
    said = {
        "registered_on": one.registered_on.isoformat() if one.registered_on else None,
        "paid_until": one.paid_until.isoformat() if one.paid_until else None,
        "cancelled_on": one.cancelled_on.isoformat() if one.cancelled_on else None,
    }
    return _attribute(_BOARDS[Membership.Board(one.board)], _without_none(said))


def _attribute(key: str, value: object) -> dict[str, object]:
    return {"key": key, "value": value}


def _family(family: Family | None) -> list[dict[str, str]] | None:
    """Return the state's number of the family; one that goes under a number of our own has none yet."""
    return [identifier(FAMILY, family.number)] if family and family.number.isdigit() else None


def _without_none(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}
