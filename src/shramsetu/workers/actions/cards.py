"""Cards of workers: given out signed, taken out of force, and the list of those that are not to be believed."""

import base64
import json
from datetime import date, datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.actions import Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.workers import card_keys, terms
from shramsetu.workers.models import Card, Membership
from shramsetu.workers.rules import cards as rules
from shramsetu.workers.rules.cards import Said
from shramsetu.workers.rules.standing import CAN_RENEW, IN_FORCE


class Why(TextChoices):
    """Why a card is no longer believed before its time is over."""

    LOST = "lost", _("Lost or stolen")
    WRONG = "wrong", _("What stood on it was corrected")
    MERGED = "merged", _("The worker was registered twice")
    CANCELLED = "cancelled", _("The registration was cancelled")
    DEAD = "dead", _("The worker has died")
    FRAUD = "fraud", _("Used by another person")


@transaction.atomic
def issue(membership: Membership, *, by: Actor, at: datetime) -> Card:
    """Give out a card that says what the register says, valid as long as is paid; raises Refused, card_keys.NoKeys.

    A repeat gives the card there is. A renewal leaves the older card to its own date; where name, parent or birth
    changed, the older one says something untrue and is revoked.
    """
    row = Membership.objects.select_for_update(of=("self",)).select_related("worker__district").get(pk=membership.pk)
    on = clock.day(at)
    if terms.standing_of(row, on) not in IN_FORCE or row.worker.merged_into_id or row.worker.erased_at:
        raise Refused(_("A card is given out while the registration is in force. Renew it first."))
    last = row.cards.order_by("-issue").first()
    if (
        last
        and last.revoked_at is None
        and _is_same(last, said_of(row, number=last.issue, on=clock.day(last.issued_at)))
    ):
        return last
    if last and last.revoked_at is None and not _is_renewed(last, row):
        revoke(last, Why.WRONG, by=by, at=at)
    number = last.issue + 1 if last else 1
    said = said_of(row, number=number, on=on)
    ring, content = card_keys.ring(), rules.written(said)
    card = Card(
        membership=row,
        issue=number,
        issued_at=at,
        issued_by=by.key,
        valid_until=said.valid_until,
        key_id=ring.newest,
        content=content,
        signature=ring.sign(content),
    )
    card.save(force_insert=True)
    journal.append(row.worker.stream, "issue_card", by=by, at=at, detail={"board": row.board, "issue": number})
    return card


@transaction.atomic
def revoke(card: Card, why: str, *, by: Actor, at: datetime) -> bool:
    """Take a card out of force; false where it is so already."""
    told = {"revoked_at": at, "revoked_by": by.key, "revoked_why": Why(why)}
    if not Card.objects.filter(pk=card.pk, revoked_at=None).update(**told):
        return False
    membership = card.membership
    detail = {"board": membership.board, "issue": card.issue, "why": str(Why(why))}
    journal.append(membership.worker.stream, "revoke_card", by=by, at=at, detail=detail)
    return True


def revoke_all(membership: Membership, why: str, *, by: Actor, at: datetime) -> int:
    """Take every card of a membership out of force whose time is not over; return how many."""
    standing = membership.cards.filter(revoked_at=None, valid_until__gte=clock.day(at)).order_by("issue")
    return sum(revoke(card, why, by=by, at=at) for card in standing.select_related("membership__worker"))


def said_of(membership: Membership, *, number: int, on: date) -> Said:
    """Give what a card of this membership says, from the register as it stands."""
    worker = membership.worker
    if membership.paid_until is None:
        raise Refused(_("A card is given out while the registration is in force. Renew it first."))
    return Said(
        number=worker.number,
        board=membership.board,
        issue=number,
        name=worker.name,
        parent=worker.parent,
        born_year=worker.born_on.year,
        district=worker.district.name_hi,
        issued_on=on,
        valid_until=membership.paid_until,
    )


def code_of(card: Card) -> str:
    """Return the text of the card's code, without the address before it."""
    return rules.code(card.key_id, bytes(card.content), bytes(card.signature))


def revoked(*, at: datetime) -> dict[str, object]:
    """Give the list of revoked cards whose time is not over, signed, for who checks without a network."""
    rows = Card.objects.filter(revoked_at__isnull=False, valid_until__gte=clock.day(at))
    named = rows.values_list("content", "membership__worker__number", "membership__board", "issue")
    marks = sorted(_mark(*row) for row in named.iterator(chunk_size=10_000))
    ring = card_keys.ring()
    content = json.dumps({"at": clock.local(at).isoformat(timespec="seconds"), "cards": marks}, separators=(",", ":"))
    signature = base64.b64encode(ring.sign_list(content.encode())).decode()
    return {"key": ring.newest, "signed": content, "signature": signature}


def may_have(membership: Membership, on: date) -> bool:
    """Tell whether a card can be given out or a renewal asked for on the day `on`."""
    return terms.standing_of(membership, on) in CAN_RENEW


def _mark(content: bytes | memoryview, number: str, board: str, issue: int) -> str:
    """Return the mark of a card by the number printed on it: a merge may have given its registration to another."""
    return rules.read(bytes(content)).mark if content else rules.mark_of(number, board, issue)


def _is_same(card: Card, said: Said) -> bool:
    return bytes(card.content) == rules.written(said)


def _is_renewed(card: Card, membership: Membership) -> bool:
    """Tell whether the older card differs by its dates alone."""
    older = json.loads(bytes(card.content))
    now = json.loads(rules.written(said_of(membership, number=card.issue, on=clock.day(card.issued_at))))
    return all(older[name] == now[name] for name in ("w", "p", "y"))
