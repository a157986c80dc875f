"""Two rows that are one human being become one, and can become two again exactly as they were.

Whatever points to the row that goes (memberships, work, claims, awards, cases' rows of any package) points to the row
that stays, and so do rows that were taken into it before; what the row that stays does not know is filled in from the
other. A `Merge` writes down every row that moved, so that it is undone to the letter. Where both have what may be there
but once (a membership of one board, an account in use), the row that stays keeps its own and the other's stays where it
is. Where the accounts differed, the money of both waits for a second person and for the days of a change of account.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import OPEN, PAUSED
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.workers import ways
from shramsetu.workers.actions import accounts, cards, pairing
from shramsetu.workers.models import Account, Card, Change, Fee, Membership, Merge, Pair, Worker
from shramsetu.workers.queries import holding
from shramsetu.workers.rules import keys

Moved = dict[str, Any]
# What the row that stays takes from the other where it has nothing; columns of one line go together.
FILLED = (
    ("other_name",), ("parent", "relation"), ("phone",), ("place_id", "address", "pin"), ("family_id",), ("uan",),
    ("died_on",), ("aadhaar_digest", "aadhaar_key", "aadhaar_last_four", "aadhaar_verified_at"),
)  # fmt: skip
UNKNOWN = {
    "place_id": None, "family_id": None, "died_on": None, "aadhaar_verified_at": None,
    "relation": Worker.Relation.FATHER,
}  # fmt: skip
_OWN = (Pair, Merge, Worker)
_PAID = ("registered_on", "paid_until", "years_paid")
ACCOUNTS = "workers.account.worker_id"


@transaction.atomic
def merge(kept: Worker, gone: Worker, *, pair: Pair | None = None, by: Actor, at: datetime) -> Merge:
    """Take `gone` into `kept`; a repeat gives the merge there is.

    Raises Refused where one of them was taken into a third, where a steward said that they are two, where Aadhaar of
    both is verified and differs, while a change of either waits, and for who entered one of them.
    """
    kept, gone = _both(kept, gone)
    if known := Merge.objects.filter(kept=kept, gone=gone, undone_at=None).first():
        return known
    _may(kept, gone)
    _may_now(kept, gone, by=by)
    differ = _accounts_differ(kept, gone, at=at)
    cards_of = _revoke_cards(gone, by=by, at=at)  # before the registrations move: they name the number that goes
    chain = list(Worker.objects.filter(merged_into=gone).order_by("pk").values_list("pk", flat=True))
    moved: Moved = {"rows": {}, "columns": _fill(kept, gone), "paid": _join_memberships(kept, gone), "chain": chain}
    moved["rows"] |= _move_all(kept, gone)
    accounts.carry(moved["rows"].get(ACCOUNTS, []), of=gone, to=kept)
    moved["cards"] = cards_of
    Worker.objects.filter(pk__in=[gone.pk, *moved["chain"]]).update(merged_into=kept)
    moved["pairs"] = pairing.carry(gone, kept, at=at)
    made = Merge(kept=kept, gone=gone, pair=pair, moved=moved, by=by.key, at=at, accounts_differ=differ)
    made.save(force_insert=True)
    pairing.decide(kept, gone, verdict=Pair.Verdict.SAME, by=by, at=at)
    for row, verb in ((kept, "merge"), (gone, "merged_away")):
        detail = {"kept": kept.number, "gone": gone.number, "rows": _count(moved)}
        journal.append(row.stream, verb, by=by, at=at, detail=detail)
    return made


@transaction.atomic
def confirm(made: Merge, *, by: Actor, at: datetime) -> bool:
    """Say as a second person that the account in use is right: money goes there when the days of a change are over.

    Return False for who merged the rows or wrote that account down, and where nothing waits for it.
    """
    row = Merge.objects.select_for_update(of=("self",)).select_related("kept").get(pk=made.pk)
    account = accounts.in_use(row.kept)
    hands = {_person(row.by), _person(account.entered_by) if account else ""}
    if not row.accounts_differ or row.undone_at is not None or row.second_by or _person(by.key) in hands:
        return False
    until = ways.due("workers.change_cooling_days", at).at
    Merge.objects.filter(pk=row.pk).update(second_by=by.key, cools_until=until)
    detail = {"merge": row.pk, "account": account.pk if account else None, "until": until}
    journal.append(row.kept.stream, "confirm_merge", by=by, at=at, detail=detail)
    return True


@transaction.atomic
def undo(made: Merge, *, for_ever: bool, by: Actor, at: datetime) -> None:
    """Make two of one again, as they were; `for_ever` says that they are never to be shown as one person again.

    What came to the row that stays since then remains with it. Raises Refused where that row was itself taken into
    another since, or a later merge reckoned on with the same registration; undone twice, it stays undone.
    """
    made = Merge.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if made.undone_at is not None:
        return
    kept, gone = _both(made.kept, made.gone)
    if kept.merged_into_id is not None:
        raise Refused(_("This row was itself merged into another since. Undo that first."))
    if _is_built_upon(made):
        raise Refused(_("A later merge into this row counts on with the same registration. Undo that first."))
    moved: Moved = made.moved
    Worker.objects.filter(pk=gone.pk).update(merged_into=None)
    Worker.objects.filter(pk__in=moved.get("chain", []), merged_into=kept).update(merged_into=gone)
    for name, ids in moved["rows"].items():
        model, field = _column(name)
        model._base_manager.filter(pk__in=ids, **{field: kept.pk}).update(**{field: gone.pk})
    accounts.carry(moved["rows"].get(ACCOUNTS, []), of=kept, to=gone)
    _part_memberships(moved["paid"])
    _empty(kept, gone, moved["columns"])
    Card.objects.filter(pk__in=moved["cards"], revoked_why=cards.Why.MERGED).update(
        revoked_at=None, revoked_by="", revoked_why=""
    )
    pairing.uncarry(moved["pairs"], since=made.at)
    Merge.objects.filter(pk=made.pk).update(undone_by=by.key, undone_at=at)
    verdict = Pair.Verdict.OTHER if for_ever else Pair.Verdict.OPEN
    pairing.decide(kept, gone, verdict=verdict, by=by, at=at)
    for row in (kept, gone):
        detail = {"kept": kept.number, "gone": gone.number, "for_ever": for_ever}
        journal.append(row.stream, "unmerge", by=by, at=at, detail=detail)


def _both(kept: Worker, gone: Worker) -> tuple[Worker, Worker]:
    """Lock both rows, always in the same order, so that two stewards cannot wait for each other."""
    ids = {kept.pk, gone.pk}
    rows = {row.pk: row for row in Worker.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    return rows[kept.pk], rows[gone.pk]


def _may(kept: Worker, gone: Worker) -> None:
    if kept.pk == gone.pk:
        raise Refused(_("This is one and the same row."))
    if kept.merged_into_id is not None or gone.merged_into_id is not None:
        raise Refused(_("One of the two was merged into another already. Look at the pair again."))
    if kept.erased_at is not None or gone.erased_at is not None:
        raise Refused(_("One of the two was erased."))
    both = kept.aadhaar_verified_at is not None and gone.aadhaar_verified_at is not None
    if both and kept.aadhaar_digest and gone.aadhaar_digest and kept.aadhaar_digest != gone.aadhaar_digest:
        raise Refused(_("Aadhaar of both is verified and differs: these are two persons."))


def _may_now(kept: Worker, gone: Worker, *, by: Actor) -> None:
    """Raise Refused where a merge would go round what was decided, or what is being decided by others."""
    if pairing.are_two(kept, gone):
        raise Refused(_("A steward decided that these are two persons. That stands."))
    if Change.objects.filter(worker__in=(kept, gone), case__phase__in=(OPEN, PAUSED)).exists():
        raise Refused(_("A change of one of the two waits for its decision. Have it decided or stopped first."))
    if _person(by.key) in _entered_by(kept, gone):
        raise Refused(_("You entered one of these two rows. Another steward must merge them."))


def _entered_by(*rows: Worker) -> set[str]:
    """Return the persons who entered the rows, whatever post they sat in; a whole register is nobody's own."""
    made = Entry.objects.filter(stream__in=[row.stream for row in rows], verb="enter").values_list("by", flat=True)
    written = Account.objects.filter(worker__in=rows, ended_at=None).values_list("entered_by", flat=True)
    return {_person(one) for one in (*made, *written)}


def _person(key: str) -> str:
    return key.partition("@")[0]


def _accounts_differ(kept: Worker, gone: Worker, *, at: datetime) -> bool:
    """Tell whether money of one of them would go elsewhere than before, or is held for an earlier such merge."""
    of = dict(Account.objects.filter(worker__in=(kept, gone), ended_at=None).values_list("worker", "match"))
    return of.get(kept.pk) != of.get(gone.pk) or holding.merges(at).filter(kept=gone).exists()


def _is_built_upon(made: Merge) -> bool:
    """Tell whether a later merge that stands has changed a registration that this one changed too."""
    mine = {one["mine"] for one in made.moved["paid"]}
    later = Merge.objects.filter(kept=made.kept, undone_at=None, pk__gt=made.pk)
    return any(one["mine"] in mine for merge in later for one in merge.moved["paid"])


def _fill(kept: Worker, gone: Worker) -> list[str]:
    """Fill in what `kept` does not know; return the columns. The words of both names find the row from now on."""
    filled = [name for group in FILLED if not getattr(kept, group[0]) and getattr(gone, group[0]) for name in group]
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    kept.parent_key = keys.whole(kept.parent)
    every = [kept, gone, *Worker.objects.filter(merged_into__in=(kept, gone)).order_by("pk")]
    kept.keys = list(dict.fromkeys(word for row in every for word in _keys(row)))[: keys.MOST_WORDS]
    kept.save(update_fields=[*filled, "parent_key", "keys"])
    return filled


def _empty(kept: Worker, gone: Worker, filled: list[str]) -> None:
    """Take out again what was filled in, unless it was changed since."""
    for name in filled:
        if getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, UNKNOWN.get(name, ""))
    kept.parent_key = keys.whole(kept.parent)
    every = [*_keys(kept), *(word for row in kept.merged.order_by("pk") for word in _keys(row))]  # others are in it yet
    kept.keys = list(dict.fromkeys(every))[: keys.MOST_WORDS]
    kept.save(update_fields=[*filled, "parent_key", "keys"])


def _keys(row: Worker) -> list[str]:
    return keys.of_worker(row.name, row.other_name, row.parent)


def _move_all(kept: Worker, gone: Worker) -> dict[str, list[Any]]:
    """Let every row of any package that points to `gone` point to `kept`; return which did."""
    found: dict[str, list[Any]] = {}
    for relation in Worker._meta.related_objects:
        model = relation.related_model
        if isinstance(model, str) or model in _OWN:
            continue
        field = relation.field.attname
        if ids := _move(model, field, kept, gone):
            found[f"{model._meta.label_lower}.{field}"] = ids
    return found


def _move(model: type[models.Model], field: str, kept: Worker, gone: Worker) -> list[Any]:
    moved = []
    for pk in list(model._base_manager.filter(**{field: gone.pk}).order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**{field: kept.pk})
        except IntegrityError:
            continue  # `kept` has one of this kind already
        moved.append(pk if isinstance(pk, int) else str(pk))
    return moved


def _column(name: str) -> tuple[type[models.Model], str]:
    label, _dot, field = name.rpartition(".")
    return apps.get_model(label), field


def _join_memberships(kept: Worker, gone: Worker) -> list[Moved]:
    """Where both are members of one board, fees go to the one that stays, and it counts from the earlier day."""
    joined = []
    others = {one.board: one for one in Membership.objects.filter(worker=gone)}
    for mine in Membership.objects.filter(worker=kept, board__in=list(others)).order_by("pk"):
        other = others[mine.board]
        before = {name: _plain(getattr(mine, name)) for name in _PAID}
        mine.registered_on = min(filter(None, (mine.registered_on, other.registered_on)), default=None)
        mine.paid_until = max(filter(None, (mine.paid_until, other.paid_until)), default=None)
        mine.years_paid = max(mine.years_paid, other.years_paid)
        mine.save(update_fields=_PAID)
        fees = list(Fee.objects.filter(membership=other).order_by("pk").values_list("pk", flat=True))
        Fee.objects.filter(pk__in=fees).update(membership=mine)
        joined.append({"mine": mine.pk, "other": other.pk, "fees": fees, "before": before, "after": _state(mine)})
    return joined


def _part_memberships(joined: list[Moved]) -> None:
    for one in joined:
        Fee.objects.filter(pk__in=one["fees"], membership=one["mine"]).update(membership=one["other"])
        mine = Membership.objects.get(pk=one["mine"])
        if _state(mine) == one["after"]:  # nothing was paid since
            Membership.objects.filter(pk=mine.pk).update(**one["before"])


def _state(mine: Membership) -> dict[str, Any]:
    return {name: _plain(getattr(mine, name)) for name in _PAID}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _revoke_cards(gone: Worker, *, by: Actor, at: datetime) -> list[int]:
    """Take the cards of the number that goes out of force."""
    theirs = Card.objects.filter(Q(membership__worker=gone), revoked_at=None).select_related("membership__worker")
    return [card.pk for card in theirs.order_by("pk") if cards.revoke(card, cards.Why.MERGED, by=by, at=at)]


def _count(moved: Moved) -> int:
    return sum(len(ids) for ids in moved["rows"].values())
