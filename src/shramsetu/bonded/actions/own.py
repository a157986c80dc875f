"""The freed person's own view: a one-time code opens it, by SMS to a safe phone or read out; and "it did not come"."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.bonded import finding_keys, phones
from shramsetu.bonded.actions import beside, duties
from shramsetu.bonded.actions.statements import NOT_RECEIVED
from shramsetu.bonded.holders import Holder
from shramsetu.bonded.models import Payment, Survivor, SurvivorKeys
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.casework.models import OPEN
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.people import actions as people
from shramsetu.people import errors

SELF = Actor(role="public")  # the person themselves: there is no login and no name
MINE = "bandhua:"


def send_code(holder: Holder, *, source: str, at: datetime) -> bool:
    """Send a code to the person's phone, if one is known to which it is safe to write; raises errors.Refused."""
    survivor = holder.survivor
    if not phones.of(survivor):
        return False
    with transaction.atomic():
        people.send_code(_mine(holder), source=source, at=at, send=lambda _to, code: _message(survivor, code, at))
        journal.append(_reads(survivor), "own_code", by=SELF, at=at, detail={"way": "sms"})
    return True


@transaction.atomic
def read_out(holder: Holder, name: str, *, by: Actor, at: datetime) -> str:
    """Return a code to be read out to whoever telephones and knows certificate and name; empty where they differ.

    The helpline is shown nothing of the person: what is said is held against keyed hashes. Raises errors.Refused.
    """
    survivor, told = holder.survivor, list[str]()
    row = SurvivorKeys.objects.filter(survivor=survivor).first()
    asked = finding_keys.asked(name) if name.strip() else []
    is_right = row is not None and bool(asked) and set(asked) <= set(row.keys)
    if is_right:
        people.send_code(_mine(holder), source="", at=at, send=lambda _to, code: told.append(code))
    journal.append(_reads(survivor), "own_code", by=by, at=at, detail={"way": "read_out", "right": is_right})
    return told[0] if told else ""


def is_code(holder: Holder, code: str, *, at: datetime) -> bool:
    """Use a code up: the last one that was sent or read out."""
    try:
        people.check_code(_mine(holder), code, at=at)
    except errors.Refused:
        return False
    return True


@transaction.atomic
def not_received(survivor: Survivor, payment: Payment, *, at: datetime) -> bool:
    """The person says that a sum did not come: the clock of asking the bank runs until it is answered."""
    case = survivor.case
    if case.phase != OPEN or payment.survivor_id != survivor.pk:
        return False
    if duties.running_duty(case, NOT_RECEIVED, key=str(payment.pk)) is not None:
        return False
    text = "व्यक्ति ने बताया: यह रकम नहीं मिली"
    district = payment.district
    duties.start(case, NOT_RECEIVED, key=str(payment.pk), from_at=at, by=SELF, at=at, district=district, text=text)
    facts = {"payment": payment.pk, "paid": payment.stage == Stage.PAID}
    beside.write(case, "not_received", by=SELF, at=at, facts=facts, tells=[beside.to_holder()])
    return True


def _mine(holder: Holder) -> str:
    """Return what codes of this page are kept under: its address, so that no hash of the phone is anywhere."""
    return f"{MINE}{holder.token}"


def _message(survivor: Survivor, code: str, at: datetime) -> None:
    minutes = rulebook.book().number("signin.code_minutes", clock.day(at))
    messages.send(
        "code",
        to=messages.Recipient(phones.reference(survivor), "en" if get_language() == "en" else "hi"),
        values={"code": code, "minutes": str(minutes)},
        stream=survivor.case.stream,
        key=f"own:{survivor.pk}:{at.timestamp():.0f}",
        by=SELF,
        at=at,
    )


def _reads(survivor: Survivor) -> str:
    return f"reads:{survivor.case.number}"
