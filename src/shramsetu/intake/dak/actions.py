"""Writing letters into an office's registers, and cancelling a line: its number stays, and is never given again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from shramsetu.casework import series
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.intake.dak.models import Letter
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post

MARKS = {Letter.Book.RECEIPT: "आ", Letter.Book.DESPATCH: "जा"}  # आवक, जावक


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it is entered: who wrote, or to whom it goes; of what; how it came or goes."""

    party: str
    subject: str
    way: str
    address: str = ""
    their_number: str = ""
    their_on: date | None = None
    tracking: str = ""
    enclosures: int = 0
    case: Case | None = None
    answers: Letter | None = None


@transaction.atomic
def enter(office: Post, letter: Written, *, book: str, by: Actor, at: datetime) -> Letter:
    """Give a letter the next number of its register and write its line. Raises NotAllowed for another office.

    Two clerks of one office wait for each other: a number that is not kept is given to the next one.
    """
    if by.post_id != office.pk:
        raise NotAllowed("enter_letter")
    today = clock.day(at)
    _need_possible(letter, at)
    if letter.answers is not None and letter.answers.office_id != office.pk:
        raise NotAllowed("enter_letter")
    serial = series.following(f"dak:{office.pk}:{book}", today.year)
    row = Letter(
        office=office,
        book=book,
        year=today.year,
        serial=serial,
        number=f"{office.short_hi}/{office.pk}/{MARKS[Letter.Book(book)]}/{today.year}/{serial:05d}",
        on=today,
        by=by.key,
        at=at,
        **{name: getattr(letter, name) for name in Written.__slots__},
    )
    row.save(force_insert=True)
    facts = {"number": row.number, "case": letter.case.number if letter.case else None}
    journal.append(_stream(row), "enter", by=by, at=at, detail=facts)
    return row


@transaction.atomic
def describe(letter: Letter, words: Written, *, by: Actor, at: datetime) -> Letter:
    """Fill in the words of a letter that got its number before anybody read it. Raises NotAllowed, Refused."""
    if by.post_id != letter.office_id:
        raise NotAllowed("describe_letter")
    _need_possible(words, at)
    for name in Written.__slots__:
        setattr(letter, name, getattr(words, name))
    letter.save(update_fields=[*Written.__slots__])
    facts = {"case": words.case.number if words.case else None}
    journal.append(_stream(letter), "describe", by=by, at=at, detail=facts)
    return letter


@transaction.atomic
def cancel(letter: Letter, *, reason: str, by: Actor, at: datetime) -> Letter:
    """Strike a line out, with the reason; its number is not given again. Raises NotAllowed, Refused."""
    if by.post_id != letter.office_id:
        raise NotAllowed("cancel_letter")
    if not reason.strip():
        raise Refused(gettext("Write why the line is cancelled."), "reason")
    open_ones = Letter.objects.filter(pk=letter.pk, cancelled_at=None)
    if not open_ones.update(cancelled_at=at, cancelled_by=by.key, cancel_reason=reason.strip()[:300]):
        raise Refused(gettext("This line is cancelled already."), "reason")
    journal.append(_stream(letter), "cancel", by=by, at=at, detail={}, private={"reason": reason.strip()})
    letter.refresh_from_db()
    return letter


def _need_possible(words: Written, at: datetime) -> None:
    if words.their_on is not None and words.their_on > clock.day(at):
        raise Refused(gettext("A letter is not dated in the future."), "their_on")


def _stream(letter: Letter) -> str:
    return f"letter:{letter.pk}"
