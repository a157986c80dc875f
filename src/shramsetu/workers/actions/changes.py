"""Changes in the register that a worker asks for. The phone of before hears of each, and can stop it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import rules
from shramsetu.casework.actions import TOLD_OVER, Opening, Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.forms import file_sentence
from shramsetu.casework.models import OPEN, PAUSED, Case, Party
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.files import actions as files
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Purpose
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.messages import actions as messages
from shramsetu.messages.rules import Recipient
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Department, Post
from shramsetu.people import actions as people
from shramsetu.people.queries import phone_key
from shramsetu.workers import changing, ways
from shramsetu.workers.actions import accounts, cards
from shramsetu.workers.changing import ACCOUNT, COLUMNS, DEATH, NOMINEE, Both, Values
from shramsetu.workers.entry import NewAccount
from shramsetu.workers.flow.change import KIND
from shramsetu.workers.models import Account, Change, Membership, Nominee, Worker
from shramsetu.workers.rules import keys
from shramsetu.workers.words import need_standing

BY_RULE = "workers.change_check_days"
SECOND = 2  # level of the post that approves as second officer, at least


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants changed: the field, what shall stand there, where it was asked, the papers that prove it."""

    field: str
    after: Values
    channel: str
    papers: Sequence[UploadedFile] = ()


@transaction.atomic
def ask(worker: Worker, wish: Wish, *, by: Actor, at: datetime) -> Case | None:
    """Ask for a change; one of low risk is made at once and has no case.

    Raises Refused where nothing would change, the same is asked already, too much waits or a paper is none;
    changing.NoSuchField.
    """
    field, after, tier = wish.field, wish.after, changing.tier_of(wish.field)
    rows = Worker.objects.select_for_update(of=("self",)).select_related("district", "place", "merged_into")
    row = rows.get(pk=worker.pk)
    need_standing(row)
    both = Both(changing.now(row, field), {name: changing.plain(value) for name, value in after.items()})
    if both.before == both.after:
        raise Refused(_("This is what stands in the register already."), field)
    if tier == Change.Tier.LOW:
        _write(row, field, both, by=by, at=at, checked_by="")
        return None
    _need_room(row, field, at=at)
    case = _open(row, wish, by=by, at=at)
    _keep(case, wish.papers, by=by, at=at)
    key_id, closed = changing.shut(case.number, both)
    Change(case=case, worker=row, field=field, tier=tier, key_id=key_id, closed=closed).save(force_insert=True)
    for one in _known_phones(row, at=at):
        _tell(one, "wk-change-asked", case, row, by=by, at=at)
    casework.announce(case, [Tell("officer-arrival", "holder")], by=by, at=at)
    return case


def not_me(change: Change, *, by: Actor, at: datetime) -> None:
    """Stop a change because its worker says so. Raises casework's NotAllowed, Stale where it is decided already."""
    casework.take(change.case, "stop", seen=change.case.revision, by=by, at=at)


@effect("approve", KIND)
def approve(move: Move) -> To:
    """Approve: what is checked by one officer is made; what is risky goes to a second one."""
    change = _of(move)
    if _person(move.by) == move.case.opened_by.partition("@")[0]:
        raise Refused(_("Who asked for a change does not approve it. Another officer does."))
    Change.objects.filter(pk=change.pk).update(first_by=_person(move.by))
    if change.tier != Change.Tier.HIGH:
        return _made(change, move, checked_by=move.by.key)
    to = To("second", holder=_second(move.case, at=move.at), level=max(move.case.level, SECOND))
    to.due = ways.due("workers.change_second_days", move.at)
    to.private, to.tells = _remarks(move), [Tell("officer-arrival", "holder")]
    return to


@effect("confirm", KIND)
def confirm(move: Move) -> To:
    """Approve as another person than the first; then the days begin in which the worker can stop it."""
    change = _of(move)
    if _person(move.by) in (change.first_by, move.case.opened_by.partition("@")[0]):
        raise Refused(_("A second officer must approve this, not the one who did it first."))
    due = ways.due("workers.change_cooling_days", move.at)
    Change.objects.filter(pk=change.pk).update(second_by=_person(move.by), cools_until=due.at)
    to = To("cooling", due=due, private=_remarks(move))
    values = {"date": f"{due.at:%d.%m.%Y}"}
    to.after = [
        partial(_tell, one, "wk-change-cooling", move.case, change.worker, by=move.by, at=move.at, **values)
        for one in _phones(change, at=move.at)
    ]
    return to


@effect("apply", KIND)
def apply(move: Move) -> To:
    """Nobody stopped it: the change is made."""
    change = _of(move)
    return _made(change, move, checked_by=change.second_by)


@effect("refuse", KIND)
def refuse(move: Move) -> To:
    """Leave the register as it is; the worker reads why."""
    change = _of(move)
    to = To("refused", outcome="refused", private={"text": move.text("text")})
    to.after = [
        partial(_tell, change.worker.phone, "wk-change-ended", move.case, change.worker, by=move.by, at=move.at)
    ]
    return to


@effect("stop", KIND)
def stop(move: Move) -> To:
    """The worker did not ask for it: nothing is changed, and whoever asked is known."""
    change = _of(move)
    to = To("stopped", outcome="stopped", private=_remarks(move))
    to.facts = {"field": change.field, "asked_by": move.case.opened_by}
    to.after = [_ended(change, move), partial(_alarm, change, move)]
    return to


@effect("escalate", KIND)
def escalate(move: Move) -> To:
    """Pass what waited too long to the next level of the board; at the top it stays and is announced."""
    case = move.case
    above = offices.above(case.holder) if case.holder and case.level < ways.TOP else None
    if above is None:
        return To(case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})
    to = To(case.state, holder=above, level=case.level + 1, due=ways.due("workers.level_days", move.at))
    to.tells = [Tell("officer-arrival-late", "holder")]
    return to


def _made(change: Change, move: Move, *, checked_by: str) -> To:
    both = changing.opened(change)
    Change.objects.filter(pk=change.pk).update(applied_at=move.at)
    to = To("applied", outcome="applied", private=_remarks(move), facts={"field": change.field})
    made = partial(_write, change.worker, change.field, both, by=move.by, at=move.at, checked_by=checked_by)
    told = [
        partial(_tell, one, "wk-change-done", move.case, change.worker, by=move.by, at=move.at)
        for one in _phones(change, at=move.at)
    ]
    to.after = [made, *told]
    return to


def _write(worker: Worker, field: str, both: Both, *, by: Actor, at: datetime, checked_by: str) -> None:
    if field == ACCOUNT:
        _account(worker, both.after, by=by, at=at, checked_by=checked_by)
    elif field == NOMINEE:
        _nominees(worker, both.after)
    else:
        Worker.objects.filter(pk=worker.pk).update(**_columns(worker, field, both.after))
    private = {} if field == ACCOUNT else {"before": both.before, "after": both.after}
    has_died = field == DEATH and bool(both.after["died_on"])
    verb = "die" if has_died else "change"
    journal.append(worker.stream, verb, by=by, at=at, detail={"field": field}, private=private or None)
    if has_died or field in changing.ON_CARD:
        for membership in Membership.objects.filter(worker=worker):
            cards.revoke_all(membership, cards.Why.DEAD if has_died else cards.Why.WRONG, by=by, at=at)


def _columns(worker: Worker, field: str, after: Values) -> dict[str, object]:
    found = {name: after.get(name, "") for name in COLUMNS[field]}
    if field == DEATH:
        return {"died_on": date.fromisoformat(str(after["died_on"])) if after["died_on"] else None}
    if field == "birth":
        return {"born_on": date.fromisoformat(str(after["born_on"])), "is_born_known": True}
    if field in ("name", "parent"):
        said = {"name": worker.name, "parent": worker.parent, "other_name": worker.other_name}
        said |= {name: str(value) for name, value in found.items() if name in said}
        found |= {"name_key": keys.whole(said["name"]), "parent_key": keys.whole(said["parent"])}
        found["keys"] = keys.of_worker(said["name"], said["other_name"], said["parent"])
    return found


def _account(worker: Worker, after: Values, *, by: Actor, at: datetime, checked_by: str) -> None:
    Account.objects.filter(worker=worker, ended_at=None).update(ended_at=at)
    row = accounts.closed(worker, NewAccount(str(after["number"]), str(after["ifsc"])), by=by, at=at)
    row.checked_by = checked_by if checked_by != row.entered_by else ""
    row.save(force_insert=True)


def _nominees(worker: Worker, after: Values) -> None:
    rows = after["nominees"]
    assert isinstance(rows, list)
    Nominee.objects.filter(worker=worker).delete()
    Nominee.objects.bulk_create(
        Nominee(worker=worker, name=name, kin=kin, share_percent=share) for name, kin, share in rows
    )


def _need_room(worker: Worker, field: str, *, at: datetime) -> None:
    waiting = Change.objects.filter(worker=worker, case__phase__in=[OPEN, PAUSED])
    if waiting.filter(field=field).exists():
        raise Refused(_("A change of this waits for its decision already. Stop that one first."), field)
    if waiting.count() >= rules.figure("workers.changes_open_most", at):
        raise Refused(_("Too many changes wait already. Wait until they are decided."), field)


def _keep(case: Case, papers: Sequence[UploadedFile], *, by: Actor, at: datetime) -> None:
    try:
        for one in papers:
            files.store(one, stream=case.stream, purpose=Purpose.IDENTITY, by=by, at=at)
    except (file_rules.FalseType, file_rules.TooLarge) as error:
        raise Refused(file_sentence(error), "papers") from error


def _open(worker: Worker, wish: Wish, *, by: Actor, at: datetime) -> Case:
    board = _board(worker)
    place = worker.place or worker.district
    start = To("checking", holder=ways.officer(board, place, at=at), level=1, due=ways.due(BY_RULE, at))
    start.facts = {"field": wish.field, "worker": worker.number}
    columns: Mapping[str, object] = {
        "department": Department.objects.get(slug=board),
        "category": ways.CATEGORY[board],
        "place": place,
        "district": worker.district,
    }
    case = casework.open_case(Opening(KIND, wish.channel, start, columns), by=by, at=at)
    person = people.find_or_make(name=worker.name, phone=worker.phone, language=worker.language, at=at)
    key = phone_key(worker.phone) if worker.phone else ""
    Party(case=case, person=person, part=Party.Part.COMPLAINANT, seat=1, leads=True, phone_key=key).save(
        force_insert=True
    )
    return case


def _board(worker: Worker) -> str:
    """Return which board looks at it: that of the latest registration, else the construction workers'."""
    rows = Membership.objects.filter(worker=worker).order_by("-paid_until", "pk")
    found = rows.filter(registered_on__isnull=False).first() or rows.first()
    return found.board if found else str(Membership.Board.BOCW)


def _second(case: Case, *, at: datetime) -> Post:
    place = case.place or case.district
    assert place is not None
    assert case.holder is not None
    for level in range(SECOND, ways.TOP + 1):
        found = ways.officer(str(case.department.slug if case.department else ""), place, level=level, at=at)
        if found.pk != case.holder_id:
            return found
    above = offices.above(case.holder)
    if above is None:
        raise Refused(_("There is no second officer who could approve this. Tell the board."))
    return above


def _of(move: Move) -> Change:
    return Change.objects.select_related("worker", "case").get(pk=move.case.pk)


def _person(by: Actor) -> str:
    """Return who acts as a human being, whatever post they sit in."""
    return by.key.partition("@")[0]


def _remarks(move: Move) -> dict[str, object]:
    return {"text": move.text("text")} if move.text("text") else {}


def _phones(change: Change, *, at: datetime) -> list[str]:
    """Return the phones that are known and, where it is the phone that changes, the new one too."""
    new = changing.opened(change).after.get("phone", "") if change.field == "phone" else ""
    return list(dict.fromkeys(one for one in (*_known_phones(change.worker, at=at), str(new)) if one))


def _known_phones(worker: Worker, *, at: datetime) -> list[str]:
    """Return the phone of the register and those it held until lately.

    Whoever got a phone of theirs into the register, and asks for the account next, is not alone in hearing of it.
    """
    since = at - timedelta(days=rules.figure("workers.former_phone_days", at))
    rows = Change.objects.filter(worker=worker, field="phone", applied_at__gt=since).select_related("case")
    former = [str(changing.opened(one).before.get("phone") or "") for one in rows.order_by("-applied_at")]
    return [one for one in dict.fromkeys((worker.phone, *former)) if one]


def _tell(phone: str, template: str, case: Case, worker: Worker, *, by: Actor, at: datetime, **values: str) -> None:
    if not phone:
        return
    known = {"number": case.number, "worker": worker.number, **values}
    wanted = rulebook.book().templates[template].variables
    messages.send(
        template,
        to=Recipient(phone, worker.language),
        values={name: value for name, value in known.items() if name in wanted},
        stream=case.stream,
        key=f"{case.number}:{template}:{phone_key(phone)[:16]}",
        by=by,
        at=at,
    )


def _ended(change: Change, move: Move) -> Callable[[], object]:
    phone, worker = change.worker.phone, change.worker
    return partial(_tell, phone, "wk-change-ended", move.case, worker, by=move.by, at=move.at)


def _alarm(change: Change, move: Move) -> None:
    """Say to whoever watches the registry that a change was asked for which its worker knows nothing of."""
    detail = {"case": change.case.number, "field": change.field, "asked_by": change.case.opened_by}
    journal.append("alarms:changes", "change_stopped", by=move.by, at=move.at, detail=detail)
