"""The registry of the demo grows in batches: workers first, each entered and admitted on a day of the past."""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, partial

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from shramsetu.casework import runs
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.demo import people, scenes, simulate
from shramsetu.demo.models import Played
from shramsetu.demo.registry import applications, bank, claims, townsfolk
from shramsetu.demo.rescues.sparing import REFUSALS
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.schemes.actions import unclaimed
from shramsetu.schemes.models import Claim
from shramsetu.workers import terms
from shramsetu.workers.actions import boards, entering, pairing, renewing
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.entry import NewWorker
from shramsetu.workers.models import Membership, Worker
from shramsetu.workers.queries import likely
from shramsetu.workers.rules.standing import IN_FORCE, Standing

FIRST = 2_000_000  # indexes of what is played here lie behind those of complaints and rescues
APPLIED, CLAIMED, PAID, LISTED = 2_050_000, 2_100_000, 2_200_000, 2_300_000
WORKERS, BATCH = 5_000, 25
CLAIMS, APPLICATIONS = 1_500, 150
SOON, CLAIMS_SOON, APPLICATIONS_SOON = (
    12,
    60,
    12,
)  # there before the site is served
DRIVE = clock.moment(date(2025, 1, 20)) + timedelta(hours=12)  # rules of before 2025 are not in the rulebook
AGAIN = timedelta(days=12)
RENEWED_AT_ONCE = IN_FORCE | {Standing.LAPSED}
CLERK = {Membership.Board.BOCW: "bocw.clerk", Membership.Board.UOW: "uow.clerk"}
Act = Callable[[], Case | None]
Missed = Callable[[str, Exception], None]


def grow(*, at: datetime, soon: bool = False, missed: Missed | None = None) -> Iterator[int]:
    """Play the batches that were not played yet, or of them those that are played soon; yield how many workers are in.

    Several processes may grow at once. A batch that cannot be played is told to `missed` and left out.
    """
    count = SOON if soon else WORKERS // BATCH
    acts: dict[int, Act] = {FIRST + number: partial(_batch, number, at) for number in range(count)}
    number = APPLICATIONS_SOON if soon else APPLICATIONS
    acts |= {APPLIED + index: partial(applications.play, index, until=at) for index in range(number)}
    for _ in _played(acts, "workers", missed):
        yield Worker.objects.count()


def claim(*, at: datetime, soon: bool = False, missed: Missed | None = None) -> Iterator[int]:
    """Play the claims that were not played yet, or of them those that are played soon; yield how many there are."""
    count, among = (CLAIMS_SOON, SOON * BATCH) if soon else (CLAIMS, WORKERS)
    acts = {}
    for number in range(count):
        reach = among if number >= CLAIMS_SOON else SOON * BATCH
        acts[CLAIMED + number] = partial(_claim, number, among=reach, at=at)
    for _ in _played(acts, "claim", missed):
        yield Claim.objects.count()
    if not soon:
        list(_played({PAID: partial(bank.pay, until=at)}, "payments", missed))
    list(_played({LISTED + (not soon): partial(_list, at)}, "list", missed))


def _list(at: datetime) -> None:
    """Make the list of who has not claimed: the clock would only make it at night."""
    run = unclaimed.begin(at=at, by=scenes.actor_in(offices.state_desk(), random.Random(people.SEED)))  # noqa: S311
    while runs.step(run.pk, at=at):
        pass


def _played(acts: Mapping[int, Act], name: str, missed: Missed | None) -> Iterator[int]:
    played = set(Played.objects.filter(index__gte=FIRST).values_list("index", flat=True))
    for index, act in acts.items():
        if index in played:
            continue
        try:
            is_new = _once(index, act)
        except Exception as error:
            if missed is None or isinstance(error, OperationalError | InterfaceError):
                raise
            missed(f"{name} {index}", error)
            if isinstance(error, REFUSALS):
                Played.objects.get_or_create(index=index)
            continue
        if is_new:
            yield index


@transaction.atomic
def _once(index: int, act: Act) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # lost in a crash, it is played again
        cursor.execute("SELECT pg_try_advisory_xact_lock(1996, %s)", [index])
        if not cursor.fetchone()[0] or Played.objects.filter(index=index).exists():
            return False
    case = act()
    if case is not None:
        simulate.deliver(case, until=timezone.now())
    Played(index=index, case=case).save(force_insert=True)
    return True


def _batch(number: int, at: datetime) -> None:
    for index in range(number * BATCH, (number + 1) * BATCH):
        enter(index, at=at)


def _claim(number: int, *, among: int, at: datetime) -> Case | None:
    worker = claims.claimant(number, among=among, until=at)
    return claims.play(number, worker, until=at) if worker else None


def enter(index: int, *, at: datetime) -> Worker:
    """Enter worker `index` on the day of the registration, admit to the board, and renew as often as was paid for."""
    story = townsfolk.draw(index, on=clock.day(at))
    by = _clerk(f"{CLERK[Membership.Board(story.board)]}.{slugify(story.told.district.name_en)}")
    when = clock.moment(story.registered_on) + timedelta(hours=11)
    worker = entering.enter(story.told, by=by, at=when)
    most = terms.tariff(story.board, story.registered_on).years_most
    membership = boards.admit(worker, story.board, years=min(story.years, most), on=story.registered_on, by=by, at=when)
    _renew(membership, story.years, most, by=by)
    if told := townsfolk.again(index, story.told):
        _again(told, by=by, at=at - AGAIN)
    return worker


def _again(told: NewWorker, *, by: Actor, at: datetime) -> None:
    """Enter somebody a second time: the pair waits for the steward."""
    twin = entering.enter(told, by=by, at=at)
    pairing.note(twin, likely.same_as(twin), at=at)


def _renew(membership: Membership, years: int, most: int, *, by: Actor) -> None:
    """Renew some days before each end until so many years are paid; what ran out earlier, in the month of the drive."""
    while (left := years - membership.years_paid) > 0 and membership.paid_until is not None:
        when = max(clock.moment(membership.paid_until) - timedelta(days=9, hours=-12), DRIVE)
        if terms.standing_of(membership, clock.day(when)) not in RENEWED_AT_ONCE:
            return
        paid = Paid(f"DEMO{membership.pk:08d}{membership.years_paid:02d}", Case.Channel.CSC)
        try:
            renewing.renew(membership, paid, years=min(left, most), by=by, at=when)
        except Refused:
            return  # so few years would not reach to that day
        membership.refresh_from_db()


@cache
def _clerk(code: str) -> Actor:
    return scenes.actor_in(Post.objects.get(code=code), random.Random(people.SEED))  # noqa: S311 - invented history
