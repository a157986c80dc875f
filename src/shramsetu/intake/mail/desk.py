"""What e-mail adds to the desk: its door, the mails on a case's page, who may open what came with one."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import doorstep as doors
from shramsetu.casework import flow
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel, say
from shramsetu.files import access
from shramsetu.files.models import Attachment
from shramsetu.intake.mail import doorstep, powers, queries
from shramsetu.intake.mail.models import Mail
from shramsetu.journal.rules import Actor

KINDS.doors.append(Door("intake:mails", _("E-mails"), "mail", frozenset(powers.DESK)))
doors.register(doorstep.DOORSTEP)
say(
    {
        "mail_join": _("An e-mail was laid with it"),
        "mail_answer": _("Answered by e-mail"),
        "mail_part": _("An e-mail was taken out"),
    },
    *(one.kind for one in flow.flows()),
)


def _mails_of_case(request: HttpRequest, case: Case) -> list[Panel]:
    """Show the mails of a case, with the way to answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    mails = list(queries.of_case(case))
    may_answer = not case.sealed and powers.may_answer(case, actor)
    shown = {"case": case, "mails": mails, "may_answer": may_answer and actor.role in powers.DESK + powers.HOLDERS}
    shown["may_part"] = not case.sealed and actor.role in powers.DESK
    return [Panel("side", "intake/mail/panel.html", shown)] if mails else []


KINDS.more_panels.append(_mails_of_case)


def _files_of_mail(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let the desk open what came with a mail that belongs to no case yet."""
    actor: Actor | None = getattr(request, "actor", None)
    number = attachment.stream.partition(":")[2]
    if actor is None or actor.role not in powers.DESK or not number.isdigit():
        return None
    waits = Mail.objects.filter(pk=int(number), case=None, forgotten_at=None).exists()
    return access.Leave(actor, is_noted=True) if waits else None


access.register("mail", _files_of_mail)
