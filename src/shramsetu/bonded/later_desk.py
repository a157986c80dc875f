"""What the desk shows of a freed person after the certificate, and of a legal track."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import aftercare, later_forms, rehabilitation, settling, track_choices, unsealed, ways
from shramsetu.bonded.actions import fir, gate, judgments
from shramsetu.bonded.models import BondedDuty, PlanLine, Proof, Repeat, Survivor, Track
from shramsetu.bonded.queries import justice
from shramsetu.bonded.rules.risk import risk
from shramsetu.bonded.rules.visits import DOMAINS, total
from shramsetu.bonded.sections import section, tools
from shramsetu.bonded.views.dates import READERS
from shramsetu.bonded.views.persons_later import OFFICERS, survivor_of
from shramsetu.bonded.ways import Way
from shramsetu.casework import flow
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Panel, Tool, say
from shramsetu.journal.rules import Actor

# From the finding on; what came before has its own part of the page.
FREED = (
    *("bonded", "certified", "travelling", "chasing", "home", "planned", "followed"),
    *("self_reliant", "handed_over", "rebonded"),
)
ways.add("later", Way("bonded:dates", _("Dates in court"), "calendar-days", frozenset(READERS), for_all=True))
say(
    {
        "plan_drawn": _("Needs assessed, plan drawn"),
        "plan": _("Plan approved; its lines went to the departments"),
        "balance_decided": _("Decision on the balance"),
        "fir_decided": _("Decision on the FIR"),
        "visited": _("Visited at home"),
        "risk_confirmed": _("Danger of new bondage judged"),
        "hand_over": _("In the care of the home state; all that was owed here is done"),
        "rebond": _("Bound again; a new episode begins"),
    },
    "bl_person",
)
say(
    {
        "register": _("Begun; with %(holder)s"),
        "file": _("Filed; with %(holder)s"),
        "confirm": _("Decision confirmed by its order; it opens the balance"),
        "overdue": _("No date for long; it stays with %(holder)s and is announced daily"),
    },
    "bl_track",
)


@section("bl_person", rank=40)
def rehabilitated(request: HttpRequest, case: Case) -> list[Panel]:
    """The plan line by line, and the gate of the balance: which proof is missing, who owes it, since when."""
    del request
    if case.state not in FREED:
        return []
    survivor = survivor_of(case)
    heads = rulebook.book().bonded.heads
    states = flow.flow_of("bl_duty").by_name
    lines = [
        (heads[line.head].title, line, states[line.state].label if line.state else "")
        for line in rehabilitation.lines(survivor)
    ]
    proofs = Proof.objects.filter(survivor=survivor, replaced_at=None).order_by("at")
    context = {
        "wanted": [one for one in lines if one[1].wanted],
        "others": [one for one in lines if not one[1].wanted],
        "why_not": dict(PlanLine.WhyNot.choices),
        "is_drawn": bool(lines),
        "balance": rehabilitation.balance(survivor),
        "proofs": list(proofs),
    }
    return [Panel("words", "bonded/panel_rehabilitation.html", context)]


@section("bl_person", rank=45)
def unsettled(request: HttpRequest, case: Case) -> list[Panel]:
    """What is open, and whose it is: until nothing is, the case can neither be settled nor end."""
    del request
    survivor, at = survivor_of(case), timezone.now()
    if case.state in ("planned", "followed"):
        found = settling.still_open(survivor, at=at)
    elif case.state == "home" and survivor.native_state:
        found = settling.before_handing_over(survivor, at=at)
    else:
        return []
    return [Panel("words", "bonded/panel_settling.html", {"rows": found})]


@section("bl_person", rank=60)
def tried(request: HttpRequest, case: Case) -> list[Panel]:
    """The decision on the FIR, the tracks with their next dates, the adjournments by side."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    if case.state not in FREED:
        return []
    survivor = Survivor(pk=case.pk, case=case)
    dated = justice.of_person(survivor)
    decision = justice.decision(survivor)
    context = {
        "decision": decision,
        "reason": unsealed.words(case, by).read(decision.reason) if decision else "",
        "tracks": [(_kind(one.track), _state(one.track), one, _outcome(one.track)) for one in dated],
        "adjourned": justice.adjourned([one.track for one in dated]) if dated else {},
    }
    return [Panel("words", "bonded/panel_justice.html", context)]


@section("bl_person", rank=70)
def followed(request: HttpRequest, case: Case) -> list[Panel]:
    """The visits with their scores, and the signals of danger to those who work on the case."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    if case.state not in FREED:
        return []
    survivor = survivor_of(case)
    visits = list(survivor.visits.order_by("-seq"))
    owed = BondedDuty.objects.filter(parent=case, clock="follow-up", is_open=True).select_related("case").first()
    works = by.role in OFFICERS
    signals = aftercare.signals(survivor, at=timezone.now()) if works else None
    context = {
        "visits": [(one, total([getattr(one, name) or 0 for name in DOMAINS])) for one in visits],
        "owed": owed,
        "works": works,
        "signals": [later_forms.SIGNAL_WORDS[name] for name in signals.found] if signals else [],
        "computed": later_forms.RISK_WORDS[risk(signals)] if signals else "",
        "confirmed": later_forms.RISK_WORDS.get(survivor.risk, ""),
        "survivor": survivor,
    }
    return [Panel("words", "bonded/panel_aftercare.html", context)]


@section("bl_operation", rank=60)
def seen_before(request: HttpRequest, case: Case) -> list[Panel]:
    """The earlier operations at the same site or against the same accused."""
    del request
    rows = Repeat.objects.filter(operation=case.pk).select_related("earlier__case__district").order_by("-earlier_id")
    found = list(rows)
    return [Panel("side", "bonded/panel_repeats.html", {"rows": found})] if found else []


@tools("bl_person")
def pages(request: HttpRequest, case: Case) -> list[Tool]:
    """The pages that write, to who may."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    if case.state not in FREED or not case.is_open:
        return []
    found = []
    if by.role in OFFICERS:
        found = [
            Tool("bonded:plan", _("Needs and plan"), "list-checks"),
            Tool("bonded:visit", _("Visit at home"), "house"),
            Tool("bonded:danger", _("Danger of new bondage"), "triangle-alert"),
            Tool("bonded:fir", _("Decision on the FIR"), "file-pen"),
            Tool("bonded:track", _("New legal proceeding"), "scale"),
        ]
    if any(by.role in roles for roles in gate.WHO.values()):
        found.append(Tool("bonded:balance", _("Decision on the balance"), "gavel"))
    return found


def _duty_pages(request: HttpRequest, case: Case) -> list[Tool]:
    """The police decide on the FIR from the duty that asks for it: the person's own page is not theirs."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    if case.holder_id != by.post_id or not case.is_open:
        return []
    asks = BondedDuty.objects.filter(pk=case.pk, clock=fir.FIR).exists()
    return [Tool("bonded:fir", _("Decision on the FIR"), "file-pen")] if asks else []


KINDS.tools["bl_duty"] = _duty_pages


@dataclass(frozen=True, slots=True)
class Held:
    """A date of a track as its page shows it."""

    at: datetime
    purpose: str | Promise
    result: str | Promise
    side: str | Promise
    present: Sequence[str | Promise]
    by_video: bool
    video_link: str | Promise
    travel_paise: int
    why: str | Promise


def _track_panels(request: HttpRequest, case: Case) -> list[Panel]:
    eyes = unsealed.words(case, request.actor)  # type: ignore[attr-defined] # put there by the middleware
    row = Track.objects.select_related("operation__case").get(pk=case.pk)
    present = dict(row.hearings.model.Present.choices)
    dates = [
        Held(
            at=one.at,
            purpose=one.get_purpose_display(),
            result=one.get_result_display(),
            side=one.get_side_display(),
            present=[present[who] for who in one.present],
            by_video=one.by_video,
            video_link=eyes.read(one.video_link) if eyes.opens else "",
            travel_paise=one.travel_paise,
            why=eyes.read(one.why),
        )
        for one in row.hearings.order_by("-seq")
    ]
    context = {
        "row": row,
        "kind": _kind(row),
        "outcome": track_choices.OUTCOMES.get(case.outcome, ""),
        "sections": _sections(row.sections),
        "awaits": judgments.awaits(row, case),
        "persons": list(row.sides.select_related("survivor").order_by("survivor__code")),
        "accused": [
            (one, track_choices.OUTCOMES.get(one.outcome, ""), _sections(one.proved), eyes.read(one.sentence))
            for one in row.against.select_related("accused").order_by("accused__code")
        ],
        "dates": dates,
        "adjourned": justice.adjourned([row]),
        "orders": [(one, eyes.read(one.words)) for one in row.orders.order_by("-on", "-pk")],
    }
    return [Panel("words", "bonded/panel_track.html", context)]


KINDS.panels["bl_track"] = _track_panels


def _kind(track: Track) -> str:
    return rulebook.book().bonded.tracks[track.track].say(get_language() or "hi")


def _state(track: Track) -> str | Promise:
    return flow.flow_of("bl_track").by_name[track.case.state].label


def _outcome(track: Track) -> str | Promise:
    return track_choices.OUTCOMES.get(track.case.outcome, "")


def _sections(slugs: Sequence[str]) -> list[str]:
    known: Mapping[str, rulebook.Text] = rulebook.book().bonded.offences
    return [known[slug].say(get_language() or "hi") for slug in slugs if slug in known]
