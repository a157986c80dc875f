"""A year of targets in 75 districts: twenty set, each working day's figures taken in, the last midnights frozen."""

import os
import random
import time
from datetime import UTC, date, datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - models come after setup
from django.utils import timezone  # noqa: E402

from bench import figures, screens  # noqa: E402
from bench.given import sheet  # noqa: E402
from shramsetu.journal.rules import Actor  # noqa: E402
from shramsetu.lib import clock  # noqa: E402
from shramsetu.monitoring.targets import spreading, terms  # noqa: E402
from shramsetu.monitoring.targets.actions import freezing, setting, shortfalls, taking  # noqa: E402
from shramsetu.monitoring.targets.actions.taking import Line, Parcel  # noqa: E402
from shramsetu.monitoring.targets.models import Achievement, DayTarget, TargetSet, Watermark  # noqa: E402
from shramsetu.monitoring.targets.spreading import Draft  # noqa: E402
from shramsetu.offices import queries as offices  # noqa: E402
from shramsetu.offices.models import Charge, Post  # noqa: E402
from shramsetu.places import queries as places  # noqa: E402

COUNT, DAYS = int(os.environ.get("TARGETS", "20")), int(os.environ.get("DAYS", "250"))
NIGHTS = int(os.environ.get("NIGHTS", "22"))  # the last of the year: they have the most to read
NUMBER = 1_500_000
BOARD = "/desk/monitoring/targets/"


def main() -> None:
    """Take in two years of figures and freeze the last nights, then look at the pages on the last morning."""
    settings.ALLOWED_HOSTS = ["*"]
    found, today = sheet("targets"), clock.day(datetime.now(UTC))
    slugs = list(terms.indicators())[:COUNT]
    days = terms.passed(today + timedelta(days=1), DAYS)
    first, last = days[0], today + timedelta(days=30)
    print(f"  {len(slugs)} targets, {first} to {last}, {NIGHTS} nights", flush=True)
    _set(found, slugs, first, last)
    year_before = terms.working(clock.years_from(first, -1), clock.years_from(last, -1))
    _take(found, "figures of the year before", slugs, year_before)
    _take(found, "figures of this year", slugs, days[:-NIGHTS])
    _nights(found, slugs, days[-NIGHTS:])
    found.add("figures", Achievement.objects.count(), "rows")
    found.add("frozen days", DayTarget.objects.count(), "rows")
    _pages(found)
    figures.explain("One night freezes every row of every target; it has until the office opens. Pages: 150 ms wanted.")


def _set(found: figures.Sheet, slugs: list[str], first: date, last: date) -> None:
    eve = clock.moment(first - timedelta(days=1)) + timedelta(hours=6)
    head, secretary = _actor(offices.desk("labour.lc")), _actor(offices.desk("labour.secretary"))
    began = time.perf_counter()
    for slug in slugs:
        draft = Draft(slug, first, last, first, TargetSet.Method.EQUAL, NUMBER, "गति की नाप")
        made = setting.propose(draft, by=head, at=eve)
        setting.decide(made, approve=True, by=secretary, at=eve)
    found.add("proposed and approved", (time.perf_counter() - began) * 1000 / len(slugs), "ms a target")
    for slug in slugs:  # so that nobody counts what nobody did
        Watermark.objects.update_or_create(pk=slug, defaults={"through_on": last, "read_at": eve})


def _take(found: figures.Sheet, name: str, slugs: list[str], days: list[date]) -> None:
    seconds = [_parcel(slug, on) for on in days for slug in slugs]
    found.spread(f"{name}, a parcel", seconds, whole=f"{sum(seconds):.0f}s")


def _parcel(slug: str, on: date) -> float:
    """Take one day's figures of all rows of a target; return the seconds."""
    chance = random.Random(f"{slug}{on}")  # noqa: S311 - invented figures
    leaves = LEAVES.setdefault(slug, spreading.leaves(slug))
    mean = NUMBER // (DAYS + 20) // len(leaves)
    lines = [
        Line(number, place, source, on, int(mean * chance.uniform(0.7, 1.4)), on)
        for number, (place, source) in enumerate(leaves, 1)
    ]
    began = time.perf_counter()
    parcel = Parcel(slug, "api", f"bench/{on}", "", lines)
    taking.take(parcel, by=_actor(offices.state_desk()), at=clock.moment(on) + timedelta(hours=18))
    return time.perf_counter() - began


def _nights(found: figures.Sheet, slugs: list[str], nights: list[date]) -> None:
    frozen, taken, cases = list[float](), list[float](), 0
    for on in nights:
        at, began = clock.moment(on) + timedelta(minutes=1), time.perf_counter()
        freezing.freeze(at=at)
        frozen.append(time.perf_counter() - began)
        cases += shortfalls.watch(at=at)[0]
        taken += [_parcel(slug, on) for slug in slugs if on != nights[-1]]
    found.spread("a midnight's freeze", frozen, whole=f"{sum(frozen):.0f}s", shortfalls=cases)
    found.spread("figures of the day, a parcel", taken, whole=f"{sum(taken):.0f}s")


def _pages(found: figures.Sheet) -> None:
    browsers = [screens.seated(offices.desk("labour.lc"))]
    kanpur = places.district(157)
    shown = {
        "board": BOARD,
        "the day on a phone": "/desk/monitoring/today/",
        "one target of the state": f"{BOARD}pm-sym/",
        "with source departments": f"{BOARD}e-shram/",
        "one district": f"{BOARD}pm-sym/{kanpur.pk}/",
        "its days": f"{BOARD}pm-sym/{kanpur.pk}/days/",
        "ranks": f"{BOARD}pm-sym/ranking/",
    }
    for name, address in shown.items():
        screens.measure(found, name, browsers, lambda _turn, address=address: address)  # type: ignore[misc]


def _actor(post: Post) -> Actor:
    charge = Charge.objects.filter(post=post, to_at=None).order_by("id")[0]
    return Actor(post.role, user_id=charge.user_id, post_id=post.pk)


LEAVES: dict[str, list[spreading.Leaf]] = {}

if __name__ == "__main__":
    timezone.activate(clock.IST)
    main()
