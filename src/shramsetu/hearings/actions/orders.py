"""Orders: drafted from a template, signed by the presiding officer, published with names left out where need be."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from shramsetu import rulebook
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, To
from shramsetu.hearings import named, notice_words
from shramsetu.hearings.actions import dating, notices, ways
from shramsetu.hearings.models import Award, GroupMember, Hearing, Matter, Notice, Order
from shramsetu.hearings.queries import forums
from shramsetu.hearings.rules import masking
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.lib import text as texts
from shramsetu.offices.models import Charge, User
from shramsetu.rulebook.law import OrderRule

BRACE = re.compile(r"\{[a-z_]+\}")
NOTHING = "-"
FULL = 100


@dataclass(frozen=True, slots=True)
class Written:
    """An order as it is drafted: template, reasons, what is ordered, and until when that is to be done."""

    template: str
    text: str
    operative: str
    comply_by: date | None = None
    corrects: int | None = None  # the number of the order that it puts right


@dataclass(frozen=True, slots=True)
class Given:
    """What an order gives in money."""

    paise: int
    compensation_paise: int = 0
    interest_percent: int = 0
    interest_from: date | None = None

    @property
    def total_paise(self) -> int:
        """All of it without interest."""
        return self.paise + self.compensation_paise


def rule(template: str) -> OrderRule:
    """Return the template of an order; raises Refused."""
    found = rulebook.book().law.orders.get(template)
    if found is None:
        raise Refused(SAY["no_template"], "template")
    return found


def prefilled(matter: Matter, template: str, *, at: datetime, language: str = "hi") -> Written:
    """Return a template with what is known of the matter filled in; the rest waits in braces for the officer."""
    found, purposes = rule(template), rulebook.book().law.purposes
    comply_by = clock.day(at) + timedelta(days=rules.figure("hearings.comply_days", at))
    purpose = purposes.get(matter.next_purpose)
    known = {
        "comply_date": texts.dated(comply_by, language),
        "next_date": texts.dated(clock.day(matter.next_at), language) if matter.next_at else "",
        "purpose": purpose.title.say(language) if purpose else "",
        "amount": money.rupees(matter.amount_paise) if matter.amount_paise else "",
    }
    needs_day = found.money or "{comply_date}" in found.operative.say(language)
    return Written(
        template,
        _fill(found.text.say(language), known),
        _fill(found.operative.say(language), known),
        comply_by if needs_day else None,
    )


def _fill(words: str, known: dict[str, str]) -> str:
    return BRACE.sub(lambda brace: known.get(brace[0][1:-1]) or brace[0], words)


@transaction.atomic
def draft(case: Case, written: Written, *, by: Actor, at: datetime) -> Order:
    """Keep the draft of an order, of which a matter has one at a time; the registry may write it, nobody else.

    The hours until it is signed count from the last hearing, or from the first draft where there was none.
    """
    matter = ways.of(case)
    if by.post_id not in (matter.forum.registry_id, matter.forum.post_id):
        raise Refused(SAY["not_yours"])
    found = rule(written.template)
    if matter.forum.kind not in found.forums:
        raise Refused(SAY["other_forum"], "template")
    row = Order.objects.filter(matter=matter, signed_at=None).first() or _new(matter, at=at)
    if found.kind == "correction" and row.hearing is not None:
        row.hearing, row.heard_at = None, at  # a slip is found at any time: no hearing is waited from
    row.kind, row.template, row.outcome = found.kind, found.slug, found.outcome
    row.text, row.operative = (sealing.veiled(case, one.strip()) for one in (written.text, written.operative))
    row.comply_by = written.comply_by
    row.corrects = _corrected(matter, written) if found.kind == "correction" else None
    row.drafted_by, row.drafted_at = by.key, at
    row.save(force_insert=row.pk is None)
    return row


def _new(matter: Matter, *, at: datetime) -> Order:
    """Begin an order on the last hearing; on none where that has its order already, or there was none."""
    last = Order.objects.filter(matter=matter).aggregate(last=Max("seq"))["last"] or 0
    done = Hearing.objects.filter(matter=matter, state=Hearing.State.DONE).order_by("seq").last()
    if done is None or done.ended_at is None or Order.objects.filter(hearing=done, signed_at__isnull=False).exists():
        return Order(matter=matter, seq=last + 1, hearing=None, heard_at=at)
    return Order(matter=matter, seq=last + 1, hearing=done, heard_at=done.ended_at)


def _corrected(matter: Matter, written: Written) -> Order:
    signed = Order.objects.filter(matter=matter, signed_at__isnull=False)
    found = signed.filter(seq=written.corrects or 0).first()
    if found is None:
        raise Refused(SAY["corrects_what"], "corrects")
    return found


@effect("sign", "hg_matter")
def sign(move: Move) -> To:
    """Sign the draft of an order and publish it. A final one ends the matter, or lets the time to pay begin.

    Raises Refused for a draft that still has braces, or where a final order was made already.
    """
    matter, given = ways.of(move.case), move.detail.get("given")
    if move.by.assists or move.by.user_id is None:
        raise Refused(SAY["signs_alone"])
    if not _presides(move.by, matter, move.at):
        raise Refused(SAY["ended_charge"])
    order = Order.objects.select_for_update().filter(matter=matter, signed_at=None).first()
    if order is None:
        raise Refused(SAY["no_draft"], "template")
    found = rule(order.template)
    _check(order, found, given if isinstance(given, Given) else None, move)
    _seal(order, matter, by=move.by, at=move.at)
    to = To(move.case.state, facts=_facts(order))
    to.after.append(lambda: notices.call(matter, Notice.Kind.ORDER, by=move.by, at=move.at))
    if order.kind != Order.Kind.FINAL:
        return to
    dating.drop(matter, at=move.at)
    if found.money:
        assert isinstance(given, Given)
        award = _award(order, given, move.at)
        closes = forums.calendar(award.comply_by).closes_at(award.comply_by)
        to.state, to.due = "awarded", Due(max(closes, move.at + timedelta(hours=1)), "hearings.comply_days")
        to.facts = {**to.facts, "paise": award.total_paise, "comply_by": award.comply_by}
    else:
        to.state = "disposed"
        to.rests_until = ways.due("hearings.restore_days", move.at).at
    to.outcome = order.outcome
    return to


def _presides(by: Actor, matter: Matter, at: datetime) -> bool:
    """Tell whether who signs has charge of the forum's post, and not as an assistant, whatever page is still open."""
    charges = Charge.objects.filter(Q(to_at=None) | Q(to_at__gt=at), user=by.user_id, post=matter.forum.post_id)
    return charges.exclude(kind=Charge.Kind.ASSISTANT).exists()


def _check(order: Order, found: OrderRule, given: Given | None, move: Move) -> None:
    case = move.case
    if any(BRACE.search(sealing.unveiled(case, one)) for one in (order.text, order.operative)):
        raise Refused(SAY["braces"], "text")
    if not order.operative or not order.text:
        raise Refused(SAY["no_operative"], "operative")
    decided = case.state in ("awarded", "unpaid", "recovering")
    if order.kind == Order.Kind.FINAL and decided:
        raise Refused(SAY["decided"], "template")
    if order.kind == Order.Kind.INTERIM and decided:
        raise Refused(SAY["only_corrects"], "template")
    if order.comply_by is not None and order.comply_by < clock.day(move.at):
        raise Refused(SAY["past_day"], "comply_by")
    if found.money:
        _check_money(order, given)


def _check_money(order: Order, given: Given | None) -> None:
    if given is None or given.paise <= 0:
        raise Refused(SAY["no_sum"], "amount")
    if order.comply_by is None:
        raise Refused(SAY["no_comply"], "comply_by")
    if not 0 <= given.interest_percent <= FULL or (given.interest_percent and given.interest_from is None):
        raise Refused(SAY["interest_from"], "interest_from")


def digest_of(order: Order, case: Case) -> str:
    """Return the SHA-256 of what is signed: number, kind, reasons, what is ordered, until when."""
    parts = (
        case.number,
        str(order.seq),
        order.kind,
        order.template,
        sealing.unveiled(case, order.text),
        sealing.unveiled(case, order.operative),
        order.comply_by.isoformat() if order.comply_by else NOTHING,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _seal(order: Order, matter: Matter, *, by: Actor, at: datetime) -> None:
    changes = {
        "signed_by": by.key,
        "signed_name": User.objects.get(pk=by.user_id or 0).name_hi[:120],
        "signed_at": at,
        "digest": digest_of(order, matter.case),
        "public_text": published(order, matter),
        "published_at": at,
    }
    Order.objects.filter(pk=order.pk).update(**changes)
    for name, value in changes.items():
        setattr(order, name, value)


def published(order: Order, matter: Matter) -> str:
    """Return an order as everybody reads it: names left out where the law says, numbers of persons always."""
    case = matter.case
    words = "\n\n".join(sealing.unveiled(case, one) for one in (order.text, order.operative))
    people = named.litigants(matter) if matter.masked or case.sealed else []
    hidden = [one.name for one in people if one.row.claims or case.sealed]
    hidden += [one.address for one in people if one.row.claims and one.address]
    if hidden:
        rows = GroupMember.objects.filter(litigant__matter=matter)
        hidden += [sealing.unveiled(case, name) for row in rows for name in (row.name, row.parent)]
    return masking.masked(words, hidden)


def _facts(order: Order) -> dict[str, object]:
    assert order.signed_at is not None
    return {"order": order.seq, "order_kind": order.kind, "template": order.template, "digest": order.digest}


def _award(order: Order, given: Given, at: datetime) -> Award:
    assert order.comply_by is not None
    made = Award(
        matter=order.matter,
        order=order,
        paise=given.paise,
        compensation_paise=given.compensation_paise,
        interest_percent=given.interest_percent,
        interest_from=given.interest_from if given.interest_percent else None,
        made_on=clock.day(at),
        comply_by=order.comply_by,
    )
    made.save(force_insert=True)
    return made


def law_said(matter: Matter, language: str) -> str:
    """Say under which law a matter stands; an officer's choice is printed with its reason on every order."""
    return notice_words.governed_by(matter, language)
