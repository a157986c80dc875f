"""A mail that brings a complaint: it fills the form in, stands beside it, and belongs to the case."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from shramsetu.casework.doorstep import Doorstep, Taken
from shramsetu.casework.models import Case
from shramsetu.casework.panels import Panel
from shramsetu.intake.mail import actions, powers, shown
from shramsetu.intake.mail.models import Mail
from shramsetu.journal.rules import Actor

FORM_TEXT_MOST = 5_000


def begins(ref: str, by: Actor) -> Mapping[str, str]:
    """Return what the mail says, to the desk."""
    mail = _open_one(ref, by)
    if mail is None:
        return {}
    text = f"{mail.subject}\n\n{mail.text}".strip()[:FORM_TEXT_MOST]
    return {"name": mail.sender_name, "text": text, "channel": Case.Channel.EMAIL, "no_phone": "on"}


def beside(ref: str, by: Actor) -> list[Panel]:
    """Show the mail beside the form."""
    mail = _open_one(ref, by)
    return [Panel("side", "intake/mail/beside.html", shown.one(mail))] if mail else []


def follows(case: Case, ref: str, by: Actor, at: datetime) -> None:
    """Let the mail belong to the case that was made of it; raises Taken where somebody was quicker."""
    if not ref.startswith("mail-"):
        return
    mail = _open_one(ref, by)
    if mail is None:
        raise Taken(_("Somebody else has decided about this e-mail meanwhile. Look at the list of e-mails."))
    try:
        actions.file_as(mail, case, by=by, at=at)
    except actions.Gone:
        raise Taken(_("Somebody else has decided about this e-mail meanwhile. Look at the list of e-mails.")) from None


def _open_one(ref: str, by: Actor) -> Mail | None:
    number = ref.removeprefix("mail-")
    if number == ref or not (number.isascii() and number.isdigit() and len(number) < 15) or by.role not in powers.DESK:
        return None
    found = Mail.objects.filter(pk=int(number), forgotten_at=None).first()
    return found if found and found.is_open else None


DOORSTEP = Doorstep(begins, follows, beside)
