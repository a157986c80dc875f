"""Transfers, journeys and chases as lists and pages, for whoever sees one of their persons by its code name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shramsetu.bonded import halves, scope
from shramsetu.bonded.actions import handing
from shramsetu.bonded.models import (
    BondedDuty,
    Chase,
    Handed,
    Journey,
    Packet,
    PacketView,
    Survivor,
    Transfer,
    Traveller,
)
from shramsetu.bonded.queries.duties import what
from shramsetu.bonded.rules import transfers as rules
from shramsetu.bonded.rules.transfers import Half, Stage
from shramsetu.journal.rules import Actor
from shramsetu.rulebook import Text

PAGE = 50
VIEWS_SHOWN = 30
SHOWS = ("waiting", "open", "over")


@dataclass(frozen=True, slots=True)
class Side:
    """One half on the page of a transfer: its district or state, what it still owes, its signature."""

    half: Half
    place: object
    state: str
    duties: Sequence[tuple[BondedDuty, Text]]  # each with what is owed
    done_at: datetime | None
    is_mine: bool


def seen_by(by: Actor) -> QuerySet[Transfer]:
    """Return the transfers with a person whom `by` may see."""
    theirs = Handed.objects.filter(transfer=OuterRef("pk"), survivor__in=scope.survivors(by))
    return Transfer.objects.filter(Exists(theirs))


def listed(by: Actor, *, show: str, before: int | None) -> list[Transfer]:
    """Return one page of transfers, newest first, with the number of their persons; one more if there is."""
    found = seen_by(by)
    if show == "waiting":
        found = found.filter(stage__in=rules.WAITING)
    elif show == "open":
        found = found.filter(stage__in=rules.OPEN)
    elif show == "over":
        found = found.filter(stage__in=rules.OVER)
    if before is not None:
        found = found.filter(pk__lt=before)
    counted = found.annotate(count=Count("persons", distinct=True))
    return list(counted.select_related("rescue_district", "native_district").order_by("-pk")[: PAGE + 1])


def one(code: str, by: Actor) -> Transfer | None:
    """Return a transfer by its code, if `by` may see one of its persons."""
    rows = seen_by(by).filter(code=code)
    return rows.select_related("rescue_district", "native_district", "came_from", "named_district").first()


def both_sides(transfer: Transfer, by: Actor) -> list[Side]:
    """Return the two halves with what each still owes."""
    own = handing.sides(transfer).half_of(halves.districts(by))
    open_ones = _open_duties(transfer)
    found = []
    for half in Half:
        place = getattr(transfer, f"{half}_district")
        duties = [(duty, what(duty)) for duty in open_ones if place is not None and duty.case.district_id == place.pk]
        done_at = getattr(transfer, f"{half}_done_at")
        found.append(Side(half, place, getattr(transfer, f"{half}_state"), duties, done_at, own is half))
    return found


def steps(transfer: Transfer, by: Actor) -> list[str]:
    """Return the verbs that `by` may write on a transfer now, the most likely first."""
    may = handing.may(transfer, by)
    own = handing.sides(transfer).half_of(halves.districts(by))
    stage = Stage(transfer.stage)
    is_outside = len(handing.sides(transfer).halves) == 1
    can_turn = stage in rules.WAITING or (stage is Stage.ACCEPTED and _nobody_there(transfer))
    offered = [
        ("send", Half.RESCUE in may and stage is Stage.DRAFTED and not is_outside),
        ("packet", bool(own) and is_outside and stage in rules.OPEN),
        ("accept", Half.NATIVE in may and stage in rules.WAITING),
        ("receive", Half.NATIVE in may and stage in (*rules.WAITING, Stage.ACCEPTED)),
        ("refuse", Half.NATIVE in may and can_turn and not transfer.is_fixed),
        ("sign", bool(own) and stage is Stage.RECEIVED and getattr(transfer, f"{own}_done_at", None) is None),
        ("fix", by.role == "head" and can_turn and _is_disputed(transfer)),
        ("withdraw", Half.RESCUE in may and own is Half.RESCUE and (stage is Stage.DRAFTED or can_turn)),
    ]
    return [verb for verb, is_open in offered if is_open]


def packets_of(transfer: Transfer) -> list[tuple[Packet, list[PacketView]]]:
    """Return the packets of a transfer, newest first, each with who looked at it when."""
    rows = list(transfer.packets.order_by("-version"))
    views = list(PacketView.objects.filter(packet__in=rows).order_by("-at")[:VIEWS_SHOWN])
    return [(row, [view for view in views if view.packet_id == row.pk]) for row in rows]


def journeys_of(transfer: Transfer) -> list[Journey]:
    """Return the journeys of a transfer, newest first."""
    return list(transfer.journeys.select_related("district").order_by("-leaves_at"))


def journey(code: str, by: Actor) -> Journey | None:
    """Return a journey by its code, if `by` may see one of its travellers."""
    theirs = Traveller.objects.filter(journey=OuterRef("pk"), survivor__in=scope.survivors(by))
    rows = Journey.objects.filter(Exists(theirs), code=code)
    return rows.select_related("district", "transfer", "escort_post__place").first()


def household(survivor: Survivor, by: Actor) -> list[Survivor]:
    """Return the persons who may go in one transfer with a person: the household, as far as `by` may see it."""
    together = Q(pk=survivor.pk)
    if survivor.household_id is not None:
        together |= Q(household=survivor.household_id)
    rows = scope.survivors(by).filter(together).filter(case__district=survivor.case.district_id)
    return list(rows.select_related("case__district", "native_district").order_by("pk"))


def chases(by: Actor, *, is_open: bool) -> QuerySet[Chase]:
    """Return the chases of persons whom `by` may see, whose next letter comes first on top."""
    rows = Chase.objects.filter(survivor__in=scope.survivors(by)).select_related("survivor__case__district")
    if is_open:
        return rows.filter(state=Chase.State.OPEN).order_by("next_at", "pk")
    return rows.exclude(state=Chase.State.OPEN).order_by("-ended_at", "-pk")


def _open_duties(transfer: Transfer) -> list[BondedDuty]:
    rows = BondedDuty.objects.filter(survivor__transfers__transfer=transfer, is_open=True).exclude(clock="quiet-case")
    return list(rows.select_related("case__holder__place", "case__district", "survivor").order_by("case__due_at"))


def _nobody_there(transfer: Transfer) -> bool:
    return not transfer.persons.filter(received_at__isnull=False).exists()


def _is_disputed(transfer: Transfer) -> bool:
    return BondedDuty.objects.filter(clock=handing.ACCEPTANCE, key=handing.fix_key(transfer), is_open=True).exists()
