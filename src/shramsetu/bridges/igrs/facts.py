"""What of our cases IGRS is told: the facts of each step, and the words of complaints; of sealed ones nothing.

IGRS knows what a citizen raised: complaints, questions, demands, suggestions, and applications and matters that came of
them. It never hears of bonded labour, of duties of the office, of explanations called for.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shramsetu.bridges.happened import Happened
from shramsetu.bridges.igrs import contract
from shramsetu.bridges.igrs.contract import Facts, Someone, StateRow, Step, Words
from shramsetu.bridges.models import Reference, System
from shramsetu.bridges.webhooks.events import REPORTS as SENT_UP
from shramsetu.bridges.webhooks.events import event_of
from shramsetu.casework.flow import Phase
from shramsetu.casework.models import Case, Party
from shramsetu.grievances.actions.intake import KINDS as COMPLAINTS
from shramsetu.grievances.models import Grievance, Report
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices.models import Department, Post
from shramsetu.places.models import Place

KINDS = frozenset({*COMPLAINTS, "claim", "hg_matter", "wk_registration", "wk_renewal"})
REPORTS = SENT_UP | {"settle_on_spot"}
_PHASES = {Phase.OPEN: "open", Phase.PAUSED: "paused", Phase.CLOSED: "closed", Phase.FINAL: "final"}


class Codes:
    """The codes by which both sides know the posts, places and departments of some entries, read at once."""

    def __init__(self, news: Iterable[Happened]) -> None:
        told = [one.detail for one in news]
        self.posts = dict(Post.objects.filter(pk__in=_of(told, "holder")).values_list("pk", "code"))
        self.districts = dict(Place.objects.filter(pk__in=_of(told, "district")).values_list("pk", "lgd_code"))
        departments = Department.objects.filter(pk__in=_of(told, "department"))
        self.departments = dict(departments.values_list("pk", "slug"))


def is_told(one: Happened) -> bool:
    """Tell whether an entry is a step of a case of ours that IGRS may know."""
    return bool(one.detail.get("kind") in KINDS and one.detail.get("to"))


def facts_of(one: Happened, codes: Codes, case: Case, reference: str) -> Facts:
    """Return the facts of a step; `reference` is the number under which IGRS sent the case, if it did."""
    detail = one.detail
    return Facts.model_validate(
        {
            "kind": detail["kind"],
            "event": event_of(one).value.partition(".")[2],
            "verb": one.verb,
            "at": one.at.isoformat(),
            "state": detail["to"],
            "phase": _PHASES[Phase(int(detail["phase"]))],
            "level": int(detail.get("level") or 0),
            "stream": case.reference_kind,
            "reference": reference,
            "channel": case.channel,
            "department": codes.departments.get(detail.get("department") or 0, ""),
            "category": detail.get("category") or "",
            "district": codes.districts.get(detail.get("district") or 0),
            "holder": codes.posts.get(detail.get("holder") or 0, ""),
            "due_at": detail.get("due") or "",
            "outcome": detail.get("outcome") or "",
        }
    )


def step(case: Case, seq: int) -> Step | None:
    """Return one step with its words, as it goes now; None where the case or the step is none to tell."""
    if case.sealed or case.kind not in KINDS:
        return None
    entry = Entry.objects.filter(stream=case.stream, seq=seq).first()
    one = happened(entry) if entry else None
    if one is None or one.is_sealed or not is_told(one):
        return None
    return Step(facts=facts_of(one, Codes([one]), case, sent_as(case)), words=_words(case, one))


def digests(cases: Sequence[Case]) -> dict[str, list[tuple[int, str]]]:
    """Return the number and digest of each step of some cases, as both sides must have them."""
    from_stream = {case.stream: case for case in cases}
    entries = Entry.objects.filter(stream__in=from_stream).order_by("stream", "seq")
    news = [(one, from_stream[entry.stream]) for entry in entries if is_told(one := happened(entry))]
    codes, sent = Codes(one for one, _ in news), sent_many(cases)
    found: dict[str, list[tuple[int, str]]] = {case.number: [] for case in cases}
    for one, case in news:
        facts = facts_of(one, codes, case, sent.get(case.pk, ""))
        found[case.number].append((one.seq, contract.digest(facts)))
    return found


def states(cases: Sequence[Case]) -> dict[str, StateRow]:
    """Return how each of some cases stands after its last step, as the file of states says it."""
    by_stream = {case.stream: case for case in cases}
    entries = Entry.objects.filter(stream__in=by_stream).order_by("stream", "seq")
    last = {entry.stream: one for entry in entries.iterator() if is_told(one := happened(entry))}
    known = Reference.objects.filter(system=System.IGRS, case__in=cases).order_by("is_theirs", "pk")
    theirs = dict(known.values_list("case", "number"))
    found = {}
    for stream, one in last.items():
        case = by_stream[stream]
        found[case.number] = StateRow(
            number=case.number,
            igrs_number=theirs.get(case.pk, ""),
            stream=case.reference_kind,
            state=one.detail["to"],
            last_step=one.seq,
            at=clock.local(one.at).isoformat(timespec="seconds"),
        )
    return found


def happened(entry: Entry) -> Happened:
    """Return an entry as the doors read it."""
    number = entry.stream.partition(":")[2]
    return Happened(entry.pk, number, entry.seq, entry.verb, entry.role, entry.at, entry.detail)


def sent_as(case: Case) -> str:
    """Return the number under which IGRS sent a case; empty where it came by another door."""
    return sent_many([case]).get(case.pk, "")


def sent_many(cases: Iterable[Case]) -> dict[int, str]:
    """Return the numbers under which IGRS sent these cases."""
    rows = Reference.objects.filter(system=System.IGRS, case__in=[case.pk for case in cases], is_theirs=True)
    return dict(rows.values_list("case", "number"))


def _words(case: Case, one: Happened) -> Words | None:
    if case.kind not in COMPLAINTS:
        return None
    if one.is_first:
        text = Grievance.objects.filter(case=case).values_list("text", flat=True).first() or ""
        parties = Party.objects.filter(case=case, part=Party.Part.COMPLAINANT).select_related("person")
        people = [
            Someone(
                name=row.person.name,
                phone=row.person.phone if row.safe_to_call else "",  # they ring complainants too
                address=row.person.address,
            )
            for row in parties.order_by("seat")
            if row.person is not None
        ]
        return Words(text=text, people=people)
    text = _reported(case, one.at) if one.verb in REPORTS else ""
    return Words(text=text) if text else None


def _reported(case: Case, at: datetime) -> str:
    rows = Report.objects.filter(case=case, at=at).exclude(kind=Report.Kind.ENQUIRY)
    return rows.order_by("-pk").values_list("text", flat=True).first() or ""


def _of(told: Sequence[Mapping[str, Any]], name: str) -> set[int]:
    return {int(one[name]) for one in told if one.get(name)}
