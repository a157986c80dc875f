"""That nothing was lost in a day: what the exchange, the rows, the log and the cases say must be the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from shramsetu.casework.models import Case
from shramsetu.helpline.exchange.simulated import BUSY
from shramsetu.helpline.exchange.wires import Cdr
from shramsetu.helpline.models import Agent, AgentState, Call, CallEvent, Direction, HalfHour, Recording, Spell, Step
from shramsetu.helpline.simulation.day import World
from shramsetu.helpline.simulation.floor import OUTGOING

_FEEDBACK = "SELECT count(*) FROM grievances_feedback WHERE at >= %s AND result <> 'no_answer'"


@dataclass(frozen=True, slots=True)
class Check:
    """Figures that must be equal, each with its name."""

    name: str
    sides: Sequence[tuple[str, int]]
    is_broken: bool = False  # in one of the halls, whatever the sums are

    @property
    def holds(self) -> bool:
        """Tell whether all sides are equal."""
        return not self.is_broken and len({value for _, value in self.sides}) == 1

    def line(self) -> str:
        """Return it as it is printed."""
        sides = " = ".join(f"{name} {value:,}" for name, value in self.sides)
        return f"{'✓' if self.holds else '✗'} {self.name}: {sides}"


def together(parts: Sequence[Check]) -> Check:
    """Add up the same check of several halls."""
    columns = zip(*(one.sides for one in parts), strict=True)
    sides = [(column[0][0], sum(value for _, value in column)) for column in columns]
    return Check(parts[0].name, sides, is_broken=not all(one.holds for one in parts))


def nothing_lost(world: World, *, began: datetime) -> list[Check]:
    """Compare everything; each check holds or the day has lost something."""
    return [*_calls(world.exchange.cdrs), *_open(world), *_work(world, began)]


def _calls(cdrs: Sequence[Cdr]) -> list[Check]:
    keys = dict(Call.objects.values_list("key", "direction"))
    legs = [one for one in cdrs if one.channel.startswith(("sim.", OUTGOING))]
    refused = sum(one.channel not in keys and one.cause == BUSY and one.answered is None for one in legs)
    came = [one for one in legs if one.channel.startswith("sim.")]
    coming = sum(direction == Direction.IN for direction in keys.values())
    going = Call.objects.filter(direction=Direction.OUT)
    placed = len(set(going.values_list("key", flat=True)) & {one.channel for one in legs})
    noted = CallEvent.objects.filter(verb="outcome")
    return [
        Check("आई कॉल · calls in", (("exchange", len(came) - refused), ("rows", coming), ("log", _noted("arrived")))),
        Check(
            "की गई कॉल · calls out",
            (("exchange", len(legs) - len(came)), ("rows", placed), ("log", _noted("dialling"))),
        ),
        Check("परिणाम · outcomes", (("rows", len(keys)), ("log", noted.count()))),
        Check(
            "आधे घंटे · half-hours",
            (("rows", len(keys)), ("roll-up", sum(HalfHour.objects.values_list("calls", flat=True)))),
        ),
        Check("एक्सचेंज पर खुली · open at the exchange", ((" ", sum(one.ended is None for one in cdrs)), ("", 0))),
    ]


def _open(world: World) -> list[Check]:
    """Nothing may be open: no call, no agent, no recording."""
    talks = Recording.objects.filter(kind=Recording.Kind.TALK)
    stuck = Agent.objects.exclude(state=AgentState.OUT)
    closed = Spell.objects.filter(to_at=None).exclude(state=AgentState.OUT)
    kept = Recording.objects.filter(attachment=None)
    begun = sum(Call.objects.values_list("parts", flat=True))
    return [
        Check("खुली कॉल · open calls", (("rows", Call.objects.exclude(step=Step.ENDED).count()), ("", 0))),
        Check("ऑपरेटर अटके · agents at work", (("rows", stuck.count()), ("spells", closed.count()), ("", 0))),
        Check(
            "रिकॉर्डिंग · recordings",
            (("begun", begun), ("rows", Recording.objects.count()), ("kept", begun - kept.count())),
        ),
        Check(
            "रिकॉर्ड हुई बातचीत · recorded talks",
            (
                ("answered", Call.objects.filter(answered_at__isnull=False).count()),
                ("calls", talks.values("call").distinct().count()),
            ),
        ),
        Check("एक्सचेंज पर रिकॉर्डिंग · left at the exchange", ((" ", len(world.exchange.tapes)), ("", 0))),
    ]


def _work(world: World, began: datetime) -> list[Check]:
    """What the agents did is in the cases, in the calls, and in the log."""
    done = world.desk.done
    cases = Case.objects.filter(opened_at__gte=began, channel="call", kind="grievance", parent=None)
    tied = Call.objects.filter(disposition="registered")
    with connection.cursor() as cursor:
        cursor.execute(_FEEDBACK, [began])
        outcomes = cursor.fetchone()[0]
    return [
        Check(
            "शिकायतें · complaints",
            (("filed", done["complaint"]), ("cases", cases.count()), ("calls", tied.values("case").distinct().count())),
        ),
        Check("राय · feedback", (("given", done["feedback"]), ("outcomes", outcomes))),
    ]


def _noted(verb: str) -> int:
    return CallEvent.objects.filter(verb=verb).count()
