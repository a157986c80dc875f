"""To which case a mail belongs, and who speaks in it: by our own address and ids, by a number only with a name."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from shramsetu.casework.models import CLOSED, FINAL, Case, Party
from shramsetu.intake.mail.models import Mail, Thread
from shramsetu.intake.mail.rules import suspicion
from shramsetu.intake.mail.rules.letter import Letter
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers
from shramsetu.lib.text import latin_digits
from shramsetu.messages.actions import address_key
from shramsetu.messages.models import Audience, Channel, Message

TOKEN_LETTERS = 26
_NUMBER = re.compile(r"(?<!\d)1\d{3}[ -]?\d{4}[ -]?\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """The case, and whether it is sure enough that nobody need look; an earlier mail that waits itself."""

    case: Case | None = None
    is_sure: bool = False
    follows: Mail | None = None


def key_of(address: str) -> str:
    """Return the keyed hash by which an address is known, empty for none."""
    return address_key(address.lower()) if address else ""


def find(letter: Letter) -> Found:
    """Return where a mail belongs.

    Sure is what only a receiver of our mails can know (the token of our address, the id of our mail); an answer to an
    own earlier mail, or the number of a case in the subject together with an address that the case knows, is so only
    where the receiving server vouches for the sender's name. Nothing is sure of the other side, of whom a person took
    a mail out of the case before, or in a case that is over.
    """
    case = _by_token(letter) or _by_own_id(letter)
    if case is not None:
        return _found(case, is_sure=not _is_out(case, letter.sender))
    is_named = suspicion.verdict(letter, settings.MAIL_TRUSTED_SERVER) == "pass"
    earlier = _earlier(letter)
    if earlier is not None:
        if earlier.case is not None:
            return _found(earlier.case, is_sure=is_named and not _is_out(earlier.case, letter.sender))
        return Found(follows=earlier)
    case = _by_number(letter.subject)
    if case is None or case.sealed:
        return Found()
    return _found(case, is_sure=is_named and knows(case, letter.sender))


def knows(case: Case, address: str) -> bool:
    """Tell whether an address is that of a complainant or filer of the case, or of one with whom it was written."""
    if not address:
        return False
    parties = Party.objects.filter(case=case, person__email__iexact=address).exclude(part=Party.Part.OPPOSITE)
    talks = Thread.objects.filter(case=case, address_key=key_of(address), ended_at=None)
    return not _is_out(case, address) and (parties.exists() or talks.exists())


def _is_out(case: Case, address: str) -> bool:
    """Tell whether an address is that of the other side, or one of which a person took a mail out of the case."""
    other = Party.objects.filter(case=case, part=Party.Part.OPPOSITE, person__email__iexact=address or "-")
    ended = Thread.objects.filter(case=case, address_key=key_of(address)).exclude(ended_at=None)
    return other.exists() or (bool(address) and ended.exists())


def speaker(case: Case, address: str) -> Actor | None:
    """Return the complainant in whose name a mail speaks: whose address it is, else who leads; none where nobody is."""
    own = Party.objects.filter(case=case).exclude(part=Party.Part.OPPOSITE)
    named = own.filter(Q(part=Party.Part.COMPLAINANT) | Q(consents=True), person__email__iexact=address or "-")
    party = named.order_by("pk").first() or own.filter(leads=True).first()
    return Actor(role="citizen", person=f"party:{party.pk}") if party else None


def _found(case: Case, *, is_sure: bool) -> Found:
    if case.erased_at is not None:
        return Found()
    return Found(case, is_sure=is_sure and case.phase not in {CLOSED, FINAL})


def _by_token(letter: Letter) -> Case | None:
    name, _, host = settings.MAIL_ADDRESS.partition("@")
    shape = re.compile(rf"{re.escape(name)}\+([a-z2-7]{{{TOKEN_LETTERS}}})@{re.escape(host)}")
    tokens = [found[1] for found in map(shape.fullmatch, letter.to) if found] if name else []
    thread = (
        Thread.objects.filter(token__in=tokens[:3], ended_at=None).select_related("case").first() if tokens else None
    )
    return thread.case if thread else None


def _by_own_id(letter: Letter) -> Case | None:
    for one in filter(None, map(own_message, letter.answers)):
        # not what went to an officer: their answer is no complainant's word
        ours = Message.objects.filter(pk=one, channel=Channel.EMAIL, stream__startswith="case:")
        sent = ours.exclude(audience=Audience.OFFICER).first()
        if sent is not None:
            return Case.objects.filter(number=sent.stream.partition(":")[2]).first()
    return None


def own_message(message_id: str) -> UUID | None:
    """Return the message of the outbox that an id names, none for a stranger's id."""
    name, _, host = message_id.partition("@")
    if host.lower() != settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">").lower():
        return None
    try:
        return UUID(name)
    except ValueError:
        return None


def _earlier(letter: Letter) -> Mail | None:
    """Return the own earlier mail of the same writer that this one answers."""
    if not letter.answers or not letter.sender:
        return None
    own = Mail.objects.filter(message_id__in=letter.answers, sender_key=key_of(letter.sender), forgotten_at=None)
    return own.exclude(state=Mail.State.AUTOMATIC).select_related("case").order_by("-taken_at").first()


def _by_number(subject: str) -> Case | None:
    for found in _NUMBER.findall(latin_digits(subject))[:3]:
        try:
            case = Case.objects.filter(number=numbers.parse(found)).first()
        except numbers.BadNumber:
            continue
        if case is not None:
            return case
    return None
