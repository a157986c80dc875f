"""A floor of agents and the calls they had, written as rows: what the roll-ups and rosters are tried on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from shramsetu.helpline.models import Agent, Call, CallEvent, Spell
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
