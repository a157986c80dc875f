"""What becomes of the cases of a filled database: the stories, how often each is told, and one drawn at random."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from bench import world
from bench.lives import BEGAN, HOUR, Facts, Life
from bench.rows import Rows
from shramsetu.casework.rules import Reckoned
from shramsetu.lib import clock


def satisfied_at_once(life: Life) -> None:
    """Registered, opened, reported, checked, satisfied."""
    _to_desk(life)
    _satisfy(life)


def satisfied_after_return(life: Life) -> None:
    """Sent back once, then satisfied."""
    _to_desk(life)
    life.after(4, 40)
    life.dissatisfied()
    _report(life, 8, 90)
    _satisfy(life)


def satisfied_at_second(life: Life) -> None:
    """Left lying at the first level, reported at the second, satisfied."""
    life.register()
    life.escalate()
    life.after(2, 30)
    life.open()
    _report(life, 5, 60)
    _satisfy(life)


def unconfirmed(life: Life) -> None:
    """Never reached; the second level closes it unconfirmed."""
    _to_desk(life)
    for attempt in (1, 2):
        life.after(20, 30)
        life.feedback("no_answer", "awaiting_feedback", attempt=attempt)
    life.after(20, 30)
    due = world.figure_due("feedback.close_unconfirmed_days", life.at)
    life.feedback("no_answer", "unreached", attempt=3, holder=life._officer(2), level=2, due=due)
    life.after(10, 60)
    by, role = life._holder()
    reason: Facts = {"reason": "तीन बार फ़ोन किया, संपर्क नहीं हुआ।"}
    life.step("close_unconfirmed", by, role, "closed_unconfirmed", private=reason, **life.close("", "unconfirmed"))


def _to_desk(life: Life) -> None:
    life.register()
    life.after(1, 40)
    life.open()
    _report(life, 6, 90)


def _report(life: Life, least: float, most: float) -> None:
    """Report after some hours, between `least` and `most`, and pass the check."""
    life.after(least, most)
    life.report()
    life.after(2, 20)
    life.pass_check()


def _satisfy(life: Life) -> None:
    life.after(4, 40)
    life.satisfied()


def new_with_officer(life: Life) -> None:
    """Lately come; perhaps opened."""
    life.opened = life.level_at = life.at = _in_time(life, life.at)
    life.register()
    if life.chance.random() < 0.5:
        life.at = min(life.at + HOUR, life.world.now)
        life.open()


def sent_back(life: Life) -> None:
    """Come some time ago and sent back lately."""
    _to_desk(life)
    life.at = _in_time(life, _lately(life, 4 * 24))
    life.dissatisfied()


def at_second(life: Life) -> None:
    """Left lying lately by the first level."""
    life.register()
    life.due = _lately(life, 40)
    life.escalate()


def in_check(life: Life) -> None:
    """Reported lately, with the quality desk."""
    life.register()
    life.at = _lately(life, 10)
    life.open()
    life.report()


def to_be_called(life: Life) -> None:
    """Checked lately, to be called."""
    life.register()
    life.at = _lately(life, 40)
    life.open()
    life.report()
    life.pass_check()


def before_authority(life: Life) -> None:
    """Waiting for a hearing."""
    life.register()
    life.after(1, 40)
    life.open()
    life.after(1, 20)
    hearing = clock.day(life.world.now) + timedelta(days=life.chance.randint(2, 80))
    life.before_pause, life.asked = life.due, True
    due = Reckoned(clock.bounds(hearing)[1], "grievances.authority_days_max", hearing, "")
    by, role = life._holder()
    life.step("refer", by, role, "before_authority", 2, due=due, same_clock=True, facts={"next_date": hearing})


def at_the_top(life: Life) -> None:
    """Overdue at the highest level, announced daily."""
    life.register()
    while life.level < 4:
        life.escalate()
    life.stay()


def _lately(life: Life, hours: float) -> datetime:
    return max(life.at + timedelta(minutes=5), life.world.now - life.chance.random() * hours * HOUR)


def _in_time(life: Life, at: datetime) -> datetime:
    """Return `at`, moved towards now until a limit counted from it is still running."""
    while world.level_due(life.matter.slug, 1, at).at < life.world.now + 2 * HOUR:
        at += (life.world.now - at) / 2
    return at


Story = Callable[[Life], None]
CLOSED: tuple[tuple[Story, float], ...] = (
    (satisfied_at_once, 70),
    (satisfied_after_return, 12),
    (satisfied_at_second, 12),
    (unconfirmed, 6),
)
# Each with how long ago it came, in days.
OPEN: tuple[tuple[Story, float, float, float], ...] = (
    (new_with_officer, 40, 0.01, 5),
    (sent_back, 24, 12, 200),
    (at_second, 10, 8, 30),
    (in_check, 8, 2, 5),
    (to_be_called, 10, 2, 6),
    (before_authority, 6, 5, 200),
    (at_the_top, 2, 120, 250),
)


def draw(rows: Rows, chance: random.Random, open_share: float) -> Life:
    """Tell one case from its beginning to now."""
    now = rows.world.now
    if chance.random() < open_share:
        story, _, least, most = chance.choices(OPEN, [weight for _, weight, _, _ in OPEN])[0]
    else:
        story = chance.choices([one for one, _ in CLOSED], [weight for _, weight in CLOSED])[0]
        least, most = 25, (now - BEGAN).days
    opened = now - timedelta(days=least + chance.random() * (most - least))
    life = Life(rows, opened.replace(microsecond=0), chance)
    story(life)
    life.finalise()
    life.done()
    return life
