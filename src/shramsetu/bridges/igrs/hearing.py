"""From the journal to IGRS: each step of a case that it may know becomes a parcel, known by case and number."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from shramsetu.bridges.actions import parcels
from shramsetu.bridges.happened import Happened
from shramsetu.bridges.igrs import client, facts
from shramsetu.bridges.models import Parcel, Reference, System
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry

STEP, WITHDRAW, TAKEN, ASK = "step", "withdraw", "taken", "ask"


def hear(news: Sequence[Happened], *, at: datetime) -> None:
    """Owe IGRS its steps among `news`, and the withdrawal of what was sealed after it had gone."""
    if not client.is_set():
        return
    told = [one for one in news if facts.is_told(one)]
    cases = Case.objects.in_bulk({one.number for one in told}, field_name="number")
    open_now = [one for one in told if not one.is_sealed and one.number in cases]
    parcels.owe(step(cases[one.number], one.seq, at=at) for one in open_now)
    sealed = {cases[one.number].stream: cases[one.number] for one in told if one.is_sealed and one.number in cases}
    parcels.owe(withdrawal(case, at=at) for case in _known_open(sealed))


def step(case: Case, seq: int, *, at: datetime) -> Parcel:
    """Return the parcel of one step."""
    return _parcel(f"{case.number}:{seq}", STEP, case, seq, at)


def withdrawal(case: Case, *, at: datetime) -> Parcel:
    """Return the parcel that has a sealed case forgotten there."""
    return _parcel(f"{case.number}:withdraw", WITHDRAW, case, 0, at)


def taken(number: str, case: Case, *, at: datetime) -> Parcel:
    """Return the parcel that says a reference has arrived."""
    return _parcel(f"taken:{number}"[:80], TAKEN, case, 0, at, {"reference": number})


def asked(number: str, *, at: datetime) -> Parcel:
    """Return the parcel that asks for a reference which did not arrive."""
    return _parcel(f"ask:{number}"[:80], ASK, None, 0, at, {"reference": number})


def may_be_asked_for(numbers: Sequence[str]) -> list[str]:
    """Return those of `numbers` that IGRS may be asked for: not the sealed ones of which it never heard."""
    sealed = {one.stream: one for one in Case.objects.filter(number__in=numbers, sealed=True)}
    secret = {one.number for one in sealed.values()} - {one.number for one in _known_open(sealed)}
    return [number for number in numbers if number not in secret]


def owe_again(owed: Iterable[Parcel], *, at: datetime) -> int:
    """Owe parcels that may have arrived before: each goes once more; return how many."""
    rows = list(owed)
    parcels.owe(rows)
    before = Parcel.objects.filter(
        system=System.IGRS, direction=Parcel.Direction.OUT, key__in=[one.key for one in rows]
    ).exclude(state=Parcel.State.WAITING)
    before.update(state=Parcel.State.WAITING, tries=0, due_at=at, ended_at=None, error="", status=0)
    return len(rows)


def _known_open(cases: Mapping[str, Case]) -> list[Case]:
    """Return those of `cases`, by stream, that IGRS knows: of one sealed from the start it has not even the number."""
    begun = Entry.objects.filter(stream__in=cases, seq=1, detail__sealed=False).values_list("stream", flat=True)
    once_open = [cases[stream] for stream in begun]
    known = set(Reference.objects.filter(system=System.IGRS, case__in=once_open).values_list("case", flat=True))
    return [case for case in once_open if case.pk in known]


def _parcel(
    key: str, what: str, case: Case | None, seq: int, at: datetime, body: dict[str, str] | None = None, /
) -> Parcel:
    return Parcel(
        direction=Parcel.Direction.OUT,
        system=System.IGRS,
        key=key,
        what=what,
        case=case,
        seq=seq,
        body=body or {},
        due_at=at,
        made_at=at,
    )
