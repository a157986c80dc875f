"""The lanes of background work: what is slow or hangs in one holds up nothing in another.

A lane is a queue of jobs with places of its own. A task names its lane, and what names none goes where people wait.
"""

from dataclasses import dataclass

PEOPLE = "people"  # short, and somebody waits for it: the clock of cases, alarms, figures
OUTSIDE = "outside"  # speaks with another system, which may hang: messages, 112, IGRS, mailboxes, registries
HEAVY = "heavy"  # minutes of work that somebody asked for: letters read, exports, large jobs, recordings
NIGHTLY = "nightly"  # once a day, and nobody waits: duplicates, reckonings, forgetting


@dataclass(frozen=True, slots=True)
class Lane:
    """A queue: how many of its jobs are done at once in one process, and what other names of queues it serves."""

    name: str
    at_once: int
    also: tuple[str, ...] = ()

    @property
    def queues(self) -> tuple[str, ...]:
        """The names of all queues that it serves."""
        return (self.name, *self.also)


LANES = (
    # "default" held everything before there were lanes, "builtin" is procrastinate's own
    Lane(PEOPLE, 4, also=("default", "builtin")),
    Lane(OUTSIDE, 10),  # a place for each system: one that hangs keeps its own and no other
    Lane(HEAVY, 2),
    Lane(NIGHTLY, 1),
)
NAMES = tuple(lane.name for lane in LANES)
