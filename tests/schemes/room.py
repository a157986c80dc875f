"""The claims that tests speak of: Ramdev's daughter was married, and whoever's claim differs from his in something."""

from datetime import date, datetime, timedelta

from tests import cast
from tests.workers import room

from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib.conditions import Value
from shramsetu.offices.models import Post
from shramsetu.people.queries import phone_key
from shramsetu.rulebook.basis import Text
from shramsetu.schemes import actions, looking, papers
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.telling import Telling
from shramsetu.workers.actions import boards
from shramsetu.workers.models import Worker

MARRIAGE = "bocw-marriage-help"
AT = cast.MONDAY
LATER = timedelta(days=8)
APPLICANT = Actor(role="citizen", person="portal")
WEDDING: dict[str, Value] = {
    "wedding_on": date(2026, 10, 12),
    "is_mass_wedding": False,
    "is_inter_caste": False,
    "bride": "daughter",
    "bride_born_on": date(2005, 1, 10),
    "groom_born_on": date(2002, 3, 4),
    "took_same_benefit": False,
}
CHECKED: dict[str, Value] = {"work_days": 96, "daughters_helped": 0}  # what the registry has on somebody's word
OTHER = Text(hi="विवाह पंजीयन", en="Marriage register")
REASONS = "आवेदन की जाँच में पाया गया कि विवाह के दिन वधू की आयु निर्धारित आयु से कम थी; सुनवाई में आवेदक ने कोई नया प्रमाण नहीं दिया।"


def member(**changes: object) -> Worker:
    """Return Ramdev, a member of the construction workers' board since 2024."""
    worker = room.worker(**changes)
    boards.admit(worker, "bocw", years=3, on=date(2024, 4, 10), by=room.registrar(), at=AT)
    return worker


def telling(worker: Worker | None = None, *, proved: bool | None = None, **changes: Value | None) -> Telling:
    """Return what is told of the wedding; `proved` as by another system."""
    told = {**WEDDING, **(CHECKED if proved else {}), **changes}
    source = OTHER if proved else None
    facts = {name: Stated(one, source, proved) for name, one in told.items() if one is not None}
    return Telling(worker or member(), MARRIAGE, facts, Case.Channel.PORTAL)


def claim(worker: Worker | None = None, *, at: datetime = AT, by: Actor = APPLICANT, **changes: Value) -> Case:
    """File the claim."""
    return actions.submit(telling(worker, **changes), by=by, at=at)  # type: ignore[arg-type]


def row(case: Case) -> Claim:
    """Return the claim of a case as it is now."""
    return Claim.objects.select_related("case__holder", "worker").get(pk=case.pk)


def see_papers(case: Case, *, at: datetime = AT) -> None:
    """Let the holder see every paper, and settle what was only told."""
    for document in papers.missing(row(case), looking.of_claim(row(case))):
        case.refresh_from_db()
        actions.lay_paper(case, document.slug, seen=case.revision, by=cast.holder_of(case), at=at)


def checked(case: Case | None = None, *, at: datetime = AT) -> Case:
    """Bring a claim as far as the sanction."""
    case = case or claim()
    see_papers(case, at=at)
    take(case, "check", at=at)
    return case


def take(case: Case, verb: str, *, at: datetime = AT, by: Actor | None = None, **detail: object) -> Entry:
    """Let the holder, or `by`, take a step."""
    return cast.take(case, verb, by=by, at=at, **detail)


def leo(*, district: str = "kanpur-nagar") -> Actor:
    """Return the labour enforcement officer."""
    return cast.seat(Post.objects.get(code=f"labour.leo.{district}")).actor


def own(worker: Worker) -> Actor:
    """Return the worker, the phone proved."""
    return Actor(role="citizen", person=phone_key(worker.phone))


def appeal_heard(case: Case, *, at: datetime) -> datetime:
    """Hear an appeal as it must be, after notice; return when."""
    heard = at + LATER
    take(case, "fix_appeal", at=at, heard_at=heard, place="उप श्रमायुक्त कार्यालय")
    take(case, "hear_appeal", at=heard, came="came", text="आवेदक ने पुराना प्रमाण दोहराया।")
    return heard


def refused(case: Case, *, at: datetime = AT) -> Case:
    """Refuse a claim as it must be: notice, hearing, order."""
    failed = looking.of_claim(row(case)).failed[0].condition.slug
    heard = at + LATER
    take(case, "give_notice", at=at, condition=failed, reason="आयु कम है।", heard_at=heard, place="श्रम कार्यालय")
    take(case, "hear", at=heard, came="came", text="आवेदक ने कहा कि आयु सही है।")
    take(case, "refuse", at=heard, condition=failed, reason=REASONS)
    return case
