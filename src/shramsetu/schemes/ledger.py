"""What the pages of money show: each within the board of the post, and none with a name or a whole account."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role, User
from shramsetu.rulebook.words import ReturnCode
from shramsetu.schemes import desks, payable
from shramsetu.schemes.actions import pensions as pension_verbs
from shramsetu.schemes.models import (
    Answer,
    Award,
    Batch,
    Correction,
    Deposit,
    Due,
    LifeProof,
    Payee,
    PayeeAccount,
    SharedAccount,
    Transfer,
)
from shramsetu.schemes.rules import plans
from shramsetu.schemes.rules.bankfile import OTHER
from shramsetu.schemes.rules.dues import TO_PAY, Stage
from shramsetu.workers.models import Account, Merge
from shramsetu.workers.queries import holding
from shramsetu.workers.scope import BY_OPENER, KEEPERS

AHEAD = timedelta(days=365)


def batches(actor: Actor) -> QuerySet[Batch]:
    """Return the batches of the post's board, the newest first."""
    rows = Batch.objects.filter(board=desks.board_of(actor))
    return rows.select_related("district", "made_by", "decided_by", "file").order_by("-made_at", "-pk")


@dataclass(frozen=True, slots=True)
class Take:
    """One download of a batch's file: who took it, when, and why where it was not the first."""

    name: str
    at: datetime
    reason: str


def takes(batch: Batch) -> list[Take]:
    """Return every download of a batch's file as the journal tells it, the first one first."""
    found = list(journal.history(batch.stream).filter(verb="take_batch"))
    names = User.objects.in_bulk({_user(one.by) for one in found})
    return [Take(_name(names.get(_user(one.by))), one.at, _reason(one)) for one in found]


def _user(key: str) -> int:
    user = key.removeprefix("user:").partition("@")[0]
    return int(user) if user.isdigit() else 0


def _name(user: User | None) -> str:
    return user.name_hi if user else ""


def _reason(entry: Entry) -> str:
    private = getattr(entry, "private", None)
    return str(private.body.get("reason", "")) if private else ""


def transfers(batch: Batch) -> QuerySet[Transfer]:
    """Return the lines of a batch."""
    related = ("account", "payee_account", "due__award__claim__case", "due__award__payee")
    return batch.transfers.select_related(*related).order_by("line")


def answers(actor: Actor) -> QuerySet[Answer]:
    """Return the bank's answers for the post's board, the newest first."""
    return Answer.objects.filter(board=desks.board_of(actor)).order_by("-at", "-pk")


def returned(actor: Actor) -> QuerySet[Transfer]:
    """Return the last attempts of what came back and is owed, the longest waiting first."""
    last = Q(due__stage=Stage.RETURNED, outcome=Transfer.Outcome.RETURNED, attempt=F("due__attempts"))
    rows = Transfer.objects.filter(last, batch__board=desks.board_of(actor))
    related = ("batch", "account", "payee_account", "due__district", "due__award__claim__case", "due__award__payee")
    return rows.select_related(*related).order_by("answered_at", "pk")


def payees(actor: Actor) -> QuerySet[Payee]:
    """Return to whom something is due and who have no account that was checked; workers without any are not here."""
    board = desks.board_of(actor)
    owed = Due.objects.filter(award__payee=OuterRef("pk"), board=board, stage__in=sorted(TO_PAY))
    owed = owed.exclude(kind=Award.Kind.DEPOSIT).filter(award__state=Award.State.LIVE)
    good = PayeeAccount.objects.filter(payee=OuterRef("pk"), ended_at=None).exclude(checked_by="")
    registered = Coalesce(OuterRef("worker__merged_into"), OuterRef("worker"))
    raw = Account.objects.filter(worker=registered, ended_at=None, checked_by="")
    is_worker = Q(who=Payee.Who.WORKER)
    rows = Payee.objects.filter(is_worker & Exists(raw) | ~is_worker & ~Exists(good)).filter(Exists(owed))
    return rows.select_related("claim__case__district", "worker").order_by("pk")


def unchecked(rows: Iterable[Payee]) -> dict[int, Account]:
    """Return the accounts of the workers among `rows` that one person alone has written down, by worker."""
    workers = [one.worker.merged_into_id or one.worker.pk for one in rows if one.worker is not None]
    return {one.worker_id: one for one in Account.objects.filter(worker__in=workers, ended_at=None, checked_by="")}


def shared(actor: Actor) -> QuerySet[SharedAccount]:
    """Return accounts of many persons that wait for a look, then those that were cleared."""
    rows = SharedAccount.objects.filter(board=desks.board_of(actor))
    return rows.annotate(more=F("persons") - F("cleared_for")).order_by("-more", "-found_at", "pk")


def merged(actor: Actor, at: datetime) -> QuerySet[Merge]:
    """Return the merges of rows with different accounts that hold money of the board, the longest waiting first.

    The money of a row that was itself merged since lies with the row that stands last: that one holds it too.
    """
    mine = Award.objects.filter(board=desks.board_of(actor), state=Award.State.LIVE)
    last = Coalesce(OuterRef("kept__merged_into"), OuterRef("kept"))
    paid = mine.filter(Q(claim__worker=last) | Q(claim__worker=OuterRef("kept")) | Q(claim__worker=OuterRef("gone")))
    related = ("kept__merged_into", "gone")
    return holding.merges(at).filter(Exists(paid)).select_related(*related).order_by("at", "pk")


def accounts_of(rows: Iterable[Merge]) -> dict[int, Account]:
    """Return the accounts in use of both rows of each merge, and of the row that stands last, by worker."""
    workers = [pk for one in rows for pk in (one.kept.merged_into_id or one.kept_id, one.gone_id)]
    return {one.worker_id: one for one in Account.objects.filter(worker__in=workers, ended_at=None)}


def corrections(actor: Actor) -> QuerySet[Correction]:
    """Return the corrected sums of the board that wait for a second person or of which too much was paid."""
    rows = Correction.objects.filter(payable.CORRECTING, award__board=desks.board_of(actor))
    return rows.select_related("award__claim__case", "award__payee").order_by("asked_at", "pk")


def pensions(actor: Actor, met: Sequence[str] = ()) -> QuerySet[Award]:
    """Return the pensions that are paid: of the board for its desk, of the post's own districts for others.

    An officer of a department that does not keep the registry sees none, a service centre those of the workers `met`
    at its counter (by number).
    """
    rows = Award.objects.filter(kind=Award.Kind.PENSION, state=Award.State.LIVE)
    if actor.role in {Role.BOARD_ACCOUNTS, Role.HEAD}:
        rows = rows.filter(board=desks.board_of(actor))
    elif actor.role in BY_OPENER:
        rows = rows.filter(Q(claim__worker__number__in=met) | Q(payee__worker__number__in=met))
    else:
        post = offices.get(actor.post_id) if actor.post_id is not None else None
        keeps = post is not None and (
            post.role != Role.OFFICER or (post.department and post.department.slug in KEEPERS)
        )
        districts = offices.scope_districts(post) if post is not None and keeps else frozenset[int]()
        rows = rows if districts is None else rows.filter(district__in=districts)
    return rows.select_related("district", "claim__case", "claim__worker", "payee").order_by("paid_through", "pk")


def without_proof(rows: QuerySet[Award], on: date) -> QuerySet[Award]:
    """Return those of `rows` who are due to be seen alive again on `on`."""
    since = plans.seen_since(on, pension_verbs.life_rule(on))
    seen = LifeProof.objects.filter(award=OuterRef("pk"), on__gte=since)
    return rows.filter(first_month__lt=since).exclude(Exists(seen))


def of_the_living(rows: QuerySet[Award]) -> QuerySet[Award]:
    """Return those of `rows` whose payee is not known to be dead."""
    return rows.filter(payee__worker__died_on=None, payee__worker__merged_into__died_on=None)


def stopped(rows: QuerySet[Award], on: date) -> QuerySet[Award]:
    """Return those of `rows` that stand still on `on` until the pensioner is seen alive again."""
    grace = pension_verbs.life_rule(on).stops_after_months
    late = without_proof(of_the_living(rows), plans.month_of(on, -grace))
    return late.filter(paid_through__lt=plans.month_of(on))


def deposits(actor: Actor) -> QuerySet[Deposit]:
    """Return the deposits of the post's board in the order of their maturity; those released or forgone are out."""
    live = Q(award__state=Award.State.LIVE, released_on=None)
    rows = Deposit.objects.filter(live, award__board=desks.board_of(actor))
    return rows.select_related("award__district", "award__claim__case").order_by("matures_on", "pk")


def maturing(rows: QuerySet[Deposit], on: date) -> QuerySet[Deposit]:
    """Return deposits that mature within a year, or have."""
    return rows.filter(matures_on__lte=on + AHEAD)


def code(transfer: Transfer) -> ReturnCode:
    """Return what the rulebook says of a returned transfer's code."""
    known: Mapping[str, ReturnCode] = rulebook.book().returns
    return known.get(transfer.code.lower(), known[OTHER])


def mask(transfer: Transfer) -> str:
    """Return what a page shows of an account: the bank and four digits."""
    account = transfer.account or transfer.payee_account
    return f"{account.ifsc[:4]} •••• {account.last_four}" if account else ""


def scheme_name(slug: str) -> str:
    """Return a scheme's name in the reader's language."""
    rule = rulebook.book().scheme_rules.rules.get(slug)
    return rule.name.say(get_language() or "hi") if rule else slug


def part_name(award: Award) -> str:
    """Return the name of an award's benefit in the reader's language."""
    rule = rulebook.book().scheme_rules.rules.get(award.claim.scheme)
    part = rule.benefits.get(award.part) if rule else None
    return part.title.say(get_language() or "hi") if part else award.part
