"""The only code of the portal that writes: sending what was told, handing in papers, asking about one's own data."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shramsetu import rulebook
from shramsetu.casework.models import Case, Party
from shramsetu.files import actions as files
from shramsetu.files import queries as file_queries
from shramsetu.files.models import Attachment, Purpose
from shramsetu.grievances import actions as grievances
from shramsetu.grievances import queries as cases
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages import keywords
from shramsetu.messages.keywords import Said
from shramsetu.messages.models import Inbound
from shramsetu.offline import actions as offline
from shramsetu.people import throttle
from shramsetu.portal import notices
from shramsetu.portal.draft import Draft

COMPLAINT = "complaint"  # the kind under which devices hand complaints in


class TooManyFiles(Exception):
    """No more papers may lie with one complaint; the argument is how many may."""


@transaction.atomic
def send(draft: Draft, filing: Filing, *, by: Actor, at: datetime) -> Case:
    """Register what was told, lay its papers with the case, and note under which privacy notice it was given.

    A draft becomes one case, however often and by whichever door it is sent: the page, or a phone without network.
    """
    key = draft.device_key
    if (known := offline.claim(key)) is not None:
        return Case.objects.get(number=known["number"])
    case = grievances.register(filing, by=by, at=at)
    offline.note(key, COMPLAINT, has={"number": case.number}, by=by, at=at)
    hand_over(draft, case, by=by, at=at)
    return case


def hand_over(draft: Draft, case: Case, *, by: Actor, at: datetime) -> None:
    """Lay the draft's papers with its case, and note under which privacy notice it was given."""
    files.rehang(draft.stream, case.stream, at=at)
    detail = {"version": notices.current(clock.day(at)).version}
    journal.append(f"consent:{case.number}", "notice", by=by, at=at, detail=detail)


def attach(draft: Draft, uploads: Sequence[UploadedFile], *, by: Actor, at: datetime) -> list[Attachment]:
    """Keep papers, photos, voice notes with the draft. Raises TooManyFiles, FalseType, TooLarge; then none is kept."""
    most = rulebook.book().number("files.per_filing", clock.day(at))
    with transaction.atomic():
        if file_queries.attached(draft.stream).count() + len(uploads) > most:
            raise TooManyFiles(most)
        return [files.store(one, stream=draft.stream, purpose=purpose_of(one), by=by, at=at) for one in uploads]


def drop_papers(draft: Draft, *, at: datetime, only: UUID | None = None) -> None:
    """Take the papers of a draft away, all or `only` one."""
    own = file_queries.attached(draft.stream)
    for paper in own.filter(pk=only) if only else own:
        files.remove(paper, at=at)


def forget_drafts(*, at: datetime) -> int:
    """Take away the papers of drafts older than the rulebook keeps them; return how many."""
    days = rulebook.book().number("privacy.draft_days", clock.day(at))
    old = Attachment.objects.filter(stream__startswith="draft:", removed_at=None, at__lt=at - timedelta(days=days))
    left = list(old)
    for paper in left:
        files.remove(paper, at=at)
    return len(left)


def purpose_of(upload: UploadedFile) -> str:
    """Return what a citizen's file counts as: a voice note is a recording, everything else a paper of its own."""
    return Purpose.RECORDING if (upload.content_type or "").startswith("audio/") else Purpose.OTHER


@transaction.atomic
def ask_about_data(person: str, *, what: str, text: str, by: Actor, at: datetime) -> Case:
    """Register a person's wish about their own data as a demand with a number, a holder and a due time.

    It goes where their latest case went. Raises Party.DoesNotExist for a phone with no case.
    """
    own = Party.objects.filter(phone_key=person, person__isnull=False).exclude(part=Party.Part.OPPOSITE)
    party = own.select_related("person", "case__district").order_by("-case__opened_at")[:1].get()
    assert party.person is not None
    filing = Filing(
        kind="demand",
        category="other-labour",
        text=f"[{what}] {text}",
        channel="portal",
        complainants=[_same(party)],
        district=party.case.district,
    )
    return grievances.register(filing, by=by, at=at)


REPEATED = "repeated"


def take_word(ref: str, *, phone: str, text: str, at: datetime) -> str:
    """Take a citizen's text message once, whatever number of times the aggregator hands it in; return its outcome.

    `ref` is the aggregator's id of it, `phone` E.164. A repeated one is answered `repeated` and changes nothing. Raises
    TooOften when this phone, or all of them together, sent more than the rulebook takes.
    """
    if Inbound.objects.filter(ref=ref).exists():
        return REPEATED
    throttle.count("word", phone, figure="messages.words_per_phone_hour", span=throttle.HOUR, at=at)
    throttle.count("words", "all", figure="messages.words_per_minute", span=throttle.MINUTE, at=at)
    with transaction.atomic():
        row, is_new = Inbound.objects.get_or_create(ref=ref, defaults={"at": at, "outcome": Inbound.Outcome.NOBODY})
        if not is_new:
            return REPEATED
        row.outcome = _heard(Said(phone, cases.phone_key(phone), text, ref), at)
        Inbound.objects.filter(pk=ref).update(outcome=row.outcome)
    return str(row.outcome)


def _heard(said: Said, at: datetime) -> str:
    """Let a keyword be answered, else take the word for the case that waits for one; help out who is not understood."""
    if outcome := keywords.heard(said, at=at):
        return outcome
    outcome = Inbound.Outcome.NOBODY
    if cases.waiting_for_word(said.person, at=at):
        moved = grievances.answer_by_sms(said.phone, said.text, at=at)
        outcome = Inbound.Outcome.TAKEN if moved else Inbound.Outcome.UNCLEAR
    if outcome != Inbound.Outcome.TAKEN:
        keywords.help_out(said, at=at)
    return outcome


def _same(party: Party) -> Someone:
    assert party.person is not None
    return Someone(name=party.person.name, phone=party.person.phone, language=party.person.language)


def set_messages(person: str, *, wanted: bool, at: datetime) -> None:
    """Let the phone behind `person` (its key) get text messages, or none but codes and decisions."""
    own = Party.objects.filter(phone_key=person, person__isnull=False).exclude(part=Party.Part.OPPOSITE)
    for phone in set(own.exclude(person__phone="").values_list("person__phone", flat=True)):
        messages.opt_in(phone) if wanted else messages.opt_out(phone, at=at)
