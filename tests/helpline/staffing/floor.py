"""A floor of agents and the calls they had, written as rows: what the roll-ups and rosters are tried on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from shramsetu.helpline.models import Agent, Call, CallEvent, HalfHour, Spell
from shramsetu.lib import clock
from shramsetu.offices.models import Charge, Post, Role, User

LINE, BOARD = "1076", "labour"
_keys = count(1)


def agent(at: datetime, *, woman: bool = False, lines: tuple[str, ...] = (LINE,), site: str = "lucknow") -> Agent:
    """Seat a new operator with a phone."""
    number = f"a{next(_keys)}"
    desk = Post.objects.filter(role=Role.OPERATOR).order_by("pk")[0]
    user = User.objects.create(username=f"agent-{number}", name_hi=f"ऑपरेटर {number}", name_en=f"Operator {number}")
    Charge.objects.create(post=desk, user=user, kind=Charge.Kind.MEMBER, from_at=at)
    return Agent.objects.create(
        user=user, post=desk, number=number, languages=["hi"], lines=list(lines), is_woman=woman, site=site, state_at=at
    )


def agents(at: datetime, count_of: int, *, women_every: int) -> list[Agent]:
    """Seat many operators at once; every so many of them is a woman."""
    desk = Post.objects.filter(role=Role.OPERATOR).order_by("pk")[0]
    numbers = [f"a{next(_keys)}" for _ in range(count_of)]
    users = User.objects.bulk_create(User(username=f"agent-{one}", name_hi=f"ऑपरेटर {one}") for one in numbers)
    Charge.objects.bulk_create(Charge(post=desk, user=user, kind=Charge.Kind.MEMBER, from_at=at) for user in users)
    return Agent.objects.bulk_create(
        Agent(
            user=user, post=desk, number=number, languages=["hi"], lines=[LINE], state_at=at,
            is_woman=place % women_every == 0,
        )
        for place, (user, number) in enumerate(zip(users, numbers, strict=True))
    )  # fmt: skip


@dataclass
class Floor:
    """Writes calls as the exchange would leave them."""

    line: str = LINE
    board: str = BOARD

    def call(
        self,
        began: datetime,
        outcome: str = "answered",
        *,
        by: Agent | None = None,
        wait: int | None = 5,
        talk: int = 180,
        wrap: int = 30,
    ) -> Call:
        """One incoming call: `wait` seconds in the queue (None: never queued), then talk and wrap-up."""
        queued = None if wait is None else began + timedelta(seconds=20)
        reached = (queued or began) + timedelta(seconds=wait or 0)
        answered = reached if outcome == "answered" else None
        ended = reached + timedelta(seconds=talk) if answered else reached
        made = Call.objects.create(
            key=f"c{next(_keys)}", node="n1", direction="in", line=self.line, board=self.board, step="ended",
            began_at=began, queued_at=queued, answered_at=answered, ended_at=ended, outcome=outcome, agent=by,
        )  # fmt: skip
        if by and answered:
            self.spell(by, "talking", answered, talk)
            self.spell(by, "wrap_up", ended, wrap)
        return made

    def spell(self, by: Agent, state: str, began: datetime, seconds: int, reason: str = "") -> Spell:
        """One state of an agent, begun open and closed as the desk does it."""
        made = Spell.objects.create(agent=by, state=state, reason=reason, from_at=began)
        made.to_at = began + timedelta(seconds=seconds)
        made.save()
        return made

    def event(self, call: Call, verb: str, at: datetime, **detail: object) -> CallEvent:
        """One line of the call's log."""
        return CallEvent.objects.create(call=call, at=at, verb=verb, detail=detail)


def learned(line: str, *, by_day: int, by_night: int, weeks: int, until: date, board: str = BOARD) -> None:
    """Leave a history of whole weeks before `until`: so many calls of four minutes in each half-hour."""
    rows = []
    for ahead in range(1, 7 * weeks + 1):
        start = clock.moment(until - timedelta(days=ahead))
        for slot in range(48):
            calls = by_day if 14 <= slot < 46 else by_night
            rows.append(half_hour(start + timedelta(minutes=30 * slot), calls, line=line, board=board))
    HalfHour.objects.bulk_create(rows)


def half_hour(start: datetime, calls: int, *, line: str = LINE, board: str = BOARD) -> HalfHour:
    """Return a counted half-hour in which every call was answered in time."""
    names = ("calls", "offered", "answered", "within", "handled")
    rest = "abandoned self_service voicemail call_back blocked emergency lost unreached wait gave_up longest".split()
    return HalfHour(
        start=start, line=line, board=board, direction="in", talk=200 * calls, wrap=40 * calls,
        **dict.fromkeys(names, calls), **dict.fromkeys(rest, 0),
    )  # fmt: skip
