"""Lists of open duties in a rhythm: what is red or unpaid, daily; lines of a plan, weekly; old trials, monthly."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.bonded import ladder
from shramsetu.bonded.models import BondedDuty
from shramsetu.bonded.queries import duties as queries
from shramsetu.bonded.rules.clocks import HOLDER, Rung, Times
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.offices import roster

TEMPLATE = "bonded-list"
SHOWN = 50
MONDAY = 0


@dataclass(frozen=True, slots=True)
class _Listed:
    """A duty with the instant it is due, for one hearer."""

    due: datetime
    duty: BondedDuty


def rhythms_of(on: date) -> tuple[str, ...]:
    """Return the rhythms whose lists go out on a day: each day, on Mondays, on the first of a month."""
    return ("daily", *(["weekly"] if on.weekday() == MONDAY else []), *(["monthly"] if on.day == 1 else []))


@transaction.atomic
def send(*, at: datetime) -> int:
    """Send each post the lists of this day, one message for each rhythm; return how many lists went out.

    A post that had its list of this day gets no second one.
    """
    count, wanted = 0, rhythms_of(clock.day(at))
    with roster.held():
        for (rhythm, _), (hearer, listed) in sorted(_lists(queries.in_lists(_clocks(), at), wanted, at).items()):
            _send_one(rhythm, hearer, sorted(listed, key=lambda one: (one.due, one.duty.pk)), at)
            count += 1
    return count


def _clocks() -> list[str]:
    """The clocks of which any rung ever was told in a list."""
    clocks = rulebook.book().bonded.clocks
    return [slug for slug, one in clocks.items() if any(rung.list for row in one.values for rung in row.tells)]


def _lists(
    duties: Iterable[BondedDuty], wanted: Sequence[str], at: datetime
) -> dict[tuple[str, int], tuple[ladder.Hearer, list[_Listed]]]:
    found: dict[tuple[str, int], tuple[ladder.Hearer, list[_Listed]]] = {}
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    seated: ladder.Seated = {}
    for duty in duties:
        times = ladder.times_of(duty)
        for rung in (*times.tells, *_holders(times)):
            if rung.rhythm not in wanted or rung.at > at:
                continue
            for hearer in ladder.hearers(duty, rung.who, seated):
                key = (rung.rhythm, hearer.post.pk)
                if duty.pk not in seen[key]:
                    seen[key].add(duty.pk)
                    found.setdefault(key, (hearer, []))[1].append(_Listed(times.due, duty))
    return found


def _holders(times: Times) -> tuple[Rung, ...]:
    """Who owes a red duty hears of it daily, unless the table gives them a list of its own; a reminder is not owed."""
    if times.is_reminder or any(rung.who == "duty_owner" and rung.rhythm for rung in times.tells):
        return ()
    return (Rung(HOLDER, times.red, "daily"),)


def _send_one(rhythm: str, hearer: ladder.Hearer, listed: Sequence[_Listed], at: datetime) -> None:
    on, first = clock.day(at), listed[0]
    late = max((on - clock.day(first.due)).days, 0)
    key = f"{TEMPLATE}:{rhythm}:{on}:{hearer.post.pk}"
    stream, user = f"post:{hearer.post.code}", hearer.user
    if user.phone:
        values = {"count": str(len(listed)), "code": ladder.code_of(first.duty), "days": str(min(late, 9999))}
        to = messages.Recipient(user.phone, user.language)
        messages.send(TEMPLATE, to=to, values=values, stream=stream, key=key, by=SYSTEM, at=at)
    if user.email:
        mail = {
            "post": hearer.post.title_en if user.language == "en" else hearer.post.title_hi,
            "date": f"{on:%d.%m.%Y}",
            "count": str(len(listed)),
            "rows": "\n".join(_row(one) for one in listed[:SHOWN]),
            "link": "/desk/bonded/duties/",
        }
        to = messages.Recipient(user.email, user.language)
        messages.send(TEMPLATE, to=to, values=mail, stream=stream, key=f"{key}:mail", by=SYSTEM, at=at)


def _row(one: _Listed) -> str:
    """One line: code name, the clock's number and its date; who reads over a shoulder learns nothing of a person."""
    code = rulebook.book().bonded.clocks[one.duty.clock].code
    return f"{ladder.code_of(one.duty)}  {code}  {clock.day(one.due):%d.%m.%Y}"
