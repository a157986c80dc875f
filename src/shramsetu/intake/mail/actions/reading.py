"""Mails that were taken, read: what is attached is checked, and each goes to its case, to a person, or aside."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F

from shramsetu import rulebook
from shramsetu.casework.actions import Missing, NotAllowed, Refused
from shramsetu.files import actions as files
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Purpose
from shramsetu.intake.mail import placing, queries
from shramsetu.intake.mail.actions import joining
from shramsetu.intake.mail.models import Mail
from shramsetu.intake.mail.rules import automatic, bounce, suspicion
from shramsetu.intake.mail.rules.letter import Letter, Part
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.lib.aadhaar import hide_aadhaars
from shramsetu.lib.text import clean
from shramsetu.messages import actions as messages

TRIES = 3
TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
HOUR = timedelta(hours=1)
log = logging.getLogger(__name__)


def read_waiting(*, at: datetime, batch: int = 200) -> int:
    """Read mails that were taken, the oldest first; return how many. One that cannot be read holds up no other."""
    left = Mail.objects.filter(state=Mail.State.TAKEN).order_by("taken_at", "pk").values_list("pk", flat=True)
    done = 0
    for pk in list(left[:batch]):
        try:
            read(Mail.objects.get(pk=pk), at=at)
            done += 1
        except Exception as error:  # noqa: BLE001 - whatever a stranger's bytes bring about; a person gets it
            log.error("mail %s cannot be read: %s", pk, type(error).__name__)  # its words may be the mail's
            _give_up(pk)
    return done


@transaction.atomic
def read(mail: Mail, *, at: datetime) -> Mail:
    """Read one mail and decide where it goes; one that was read meanwhile stays as it is."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state != Mail.State.TAKEN:
        return mail
    letter = queries.letter_of(mail)
    write(mail, letter)
    mail.signs = [*(["cut"] if mail.is_cut else []), *letter.left_out]
    machine = automatic.why(letter, own_address=settings.MAIL_ADDRESS)
    if machine:
        _note(mail, letter, machine, at)
    else:
        _keep_papers(mail, letter, at)
        _place(mail, letter, at)
    mail.save()
    return mail


def _give_up(pk: int) -> None:
    """Count a failed reading; after some of them a person gets the mail as it came."""
    waiting = Mail.objects.filter(pk=pk, state=Mail.State.TAKEN)
    waiting.update(tries=F("tries") + 1)
    waiting.filter(tries__gte=TRIES).update(state=Mail.State.WAITING, signs=["unreadable"])


def write(mail: Mail, letter: Letter) -> None:
    """Write what the desk sees of the mail; an Aadhaar number is in no row."""
    mail.message_id, mail.sent_at = letter.message_id, letter.sent_at
    mail.sender, mail.sender_key = letter.sender[:254], placing.key_of(letter.sender)
    mail.sender_name, mail.subject, mail.text = (
        hide_aadhaars(clean(said, limit=100_000)) for said in (letter.sender_name, letter.subject, letter.text)
    )


def _note(mail: Mail, letter: Letter, machine: str, at: datetime) -> None:
    """Put aside what a machine wrote; where it says that an address is dead, that is noted if it may say so."""
    mail.state, mail.signs = Mail.State.AUTOMATIC, [machine, *mail.signs]
    for one in bounce.bounces(letter):
        ours = placing.own_message(one.about)
        if ours is not None and messages.bounced(ours, one.address, status=one.status, at=at):
            mail.signs = [*mail.signs, "bounced"]
    found = placing.find(letter)
    mail.suggested = found.case if found.case and not found.case.sealed else None


def _keep_papers(mail: Mail, letter: Letter, at: datetime) -> None:
    """Keep what is attached, as far as it is what it says, not too large, and can be read; the mail stays whole."""
    most = rulebook.book().number("mail.files_most", clock.day(at))
    for number, part in enumerate(letter.parts):
        why = "too_many" if number >= most else _keep(mail, part, at)
        if why:
            mail.refused = [*mail.refused, {"name": hide_aadhaars(part.name) or "?", "why": why}]
        else:
            mail.papers += 1


def _keep(mail: Mail, part: Part, at: datetime) -> str:
    """Keep one attachment; return why not."""
    if part.media_type in TNEF or part.name.lower() == "winmail.dat":
        return "winmail"
    name = part.name if "." in part.name else f"{part.name or 'file'}{_ending(part.media_type)}"
    upload = SimpleUploadedFile(name, part.content, part.media_type)
    try:
        file_rules.need_readable(part.content)
        files.store(upload, stream=mail.stream, purpose=Purpose.OTHER, by=SYSTEM, at=at)
    except file_rules.Unreadable as error:
        return error.why
    except file_rules.FalseType as error:
        return "broken" if error.found.startswith("broken ") else "kind"
    except file_rules.TooLarge:
        return "large"
    return ""


def _ending(media_type: str) -> str:
    kind = next((kind for kind in file_rules.KINDS if media_type in {kind.media_type, *kind.declared}), None)
    return f".{kind.endings[0]}" if kind else ""


def _place(mail: Mail, letter: Letter, at: datetime) -> None:
    """Join the mail to its case, lay it before a person, or into quarantine."""
    found = placing.find(letter)
    signs = suspicion.signs(letter, _known(mail, at))
    is_full = "too_many" in signs
    mail.follows = found.follows
    mail.suggested = found.case if found.case and not found.case.sealed else None
    if found.case and found.is_sure and not is_full and _joined(mail, found, at):
        return
    enough = rulebook.book().number("mail.quarantine_points", clock.day(at))
    is_suspect = suspicion.points(signs) >= enough and (found.case is None or is_full)
    mail.state = Mail.State.QUARANTINED if is_suspect else Mail.State.WAITING
    mail.signs = [*mail.signs, *signs]


def _joined(mail: Mail, found: placing.Found, at: datetime) -> bool:
    """Join the mail to a case that is sure; false where the case takes no word, so that a person decides."""
    assert found.case is not None
    by = placing.speaker(found.case, mail.sender)
    if by is None:
        return False
    mail.state = Mail.State.WAITING
    mail.save()
    try:
        with transaction.atomic():
            joining.join(mail, found.case, by=by, at=at)
    except (NotAllowed, Refused, Missing):
        return False
    mail.refresh_from_db()
    return True


def _known(mail: Mail, at: datetime) -> suspicion.Known:
    """Return what is known of the sender beside the mail."""
    book, on = rulebook.book(), clock.day(at)
    same = (
        Mail.objects.filter(sender_key=mail.sender_key).exclude(pk=mail.pk) if mail.sender_key else Mail.objects.none()
    )
    lately = same.filter(taken_at__gt=at - HOUR)[: book.number("mail.per_sender_hour", on)].count()
    return suspicion.Known(
        own_address=settings.MAIL_ADDRESS,
        server=settings.MAIL_TRUSTED_SERVER,
        is_too_many=lately >= book.number("mail.per_sender_hour", on),
        thrown=same.filter(state=Mail.State.DISCARDED, signs__contains=["spam"])[:1].count(),
    )
