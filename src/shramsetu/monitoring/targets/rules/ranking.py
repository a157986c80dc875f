"""Who does well among equals: level, change and quality in one score; ties are ties, small numbers have no rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

FULL = Fraction(1)


@dataclass(frozen=True, slots=True)
class Runner:
    """A place in the race: how large its task is, how much of what was due by now is done, and was 30 days ago.

    `quality` is the share of working days whose figure came in time and stood. Shares lie between 0 and 1. Of whom
    nothing was ever heard nothing is known: that is not 0.
    """

    key: int
    size: int
    level: Fraction
    before: Fraction
    quality: Fraction
    is_heard: bool = True


@dataclass(frozen=True, slots=True)
class Ranked:
    """A runner with its points, its parts of them, and its rank; 0 is none: too small a task, or nothing heard."""

    runner: Runner
    rank: int
    points: int
    is_tied: bool


def share(done: int, due: int) -> Fraction:
    """Return how much of `due` is done, from 0 to 1; where nothing is due yet, all of it is."""
    return min(FULL, Fraction(max(done, 0), due)) if due > 0 else FULL


def change(level: Fraction, before: Fraction) -> Fraction:
    """Return how much of the way that was left has been made since `before`; who had arrived and stays has it all."""
    if before >= FULL:
        return FULL if level >= FULL else Fraction(0)
    return max(Fraction(0), (level - before) / (FULL - before))


def points(one: Runner, weights: Sequence[int]) -> int:
    """Return the score from 0 to 100 by the weights of level, change and quality, to whole points: less is noise."""
    level, changed, quality = weights
    score = level * one.level + changed * change(one.level, one.before) + quality * one.quality
    return int(100 * score / sum(weights) + Fraction(1, 2))


def ranked(runners: Sequence[Runner], *, weights: Sequence[int], least: int) -> list[Ranked]:
    """Return one group in the order of its points: equal points share a rank, and the next one counts all before it.

    Who has a task below `least` units, and of whom nothing was heard, stands at the end, without rank.
    """
    scored = [(points(one, weights), one) for one in runners]
    racing = sorted((pair for pair in scored if _races(pair[1], least)), key=lambda pair: (-pair[0], pair[1].key))
    aside = [Ranked(one, 0, score, False) for score, one in scored if not _races(one, least)]
    times = _times([score for score, _ in racing])
    found: list[Ranked] = []
    for place, (score, one) in enumerate(racing, 1):
        rank = found[-1].rank if found and found[-1].points == score else place
        found.append(Ranked(one, rank, score, times[score] > 1))
    return found + sorted(aside, key=lambda one: one.runner.key)


def _races(one: Runner, least: int) -> bool:
    return one.is_heard and one.size >= least


def _times(scores: Sequence[int]) -> Mapping[int, int]:
    return {score: scores.count(score) for score in scores}
