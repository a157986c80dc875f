"""E-mail by SMTP, through Django's mail settings (EMAIL_HOST and others)."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string

from shramsetu.messages.gateways.basis import Outcome, Rejected, Sent, Unknown
from shramsetu.messages.models import Message

_NO_SUCH_ADDRESS = {550, 551, 553}


class SmtpGateway:
    """Hands over one e-mail at a time. A server that goes silent after the text began leaves its fate unknown."""

    name = "smtp"
    honours_id = False
    needs_entity = False

    def send(self, message: Message) -> Outcome:
        """Connect, hand over, say what the server said."""
        connection = EmailBackend(timeout=settings.EMAIL_TIMEOUT)
        try:
            connection.open()
        except (OSError, smtplib.SMTPException):
            return Rejected("not_reachable", is_final=False)
        mail = EmailMultiAlternatives(message.subject, message.text, to=[message.to_email], headers=_headers(message))
        mail.attach_alternative(render_to_string("messages/mail.html", {"message": message}), "text/html")
        try:
            connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refusal:
            return _refused(next(code for code, _ in refusal.recipients.values()))
        except smtplib.SMTPResponseException as refusal:
            return _refused(refusal.smtp_code)
        except (OSError, smtplib.SMTPException):
            return Unknown("no_answer")
        finally:
            _close(connection)
        return Sent(str(message.pk))


def own_id(message: Message) -> str:
    """Return the id under which an e-mail goes out; answers and reports of its fate name it."""
    return f"<{message.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"


def _headers(message: Message) -> dict[str, str]:
    """Return what is written above the usual: who may not answer by machine, and the talk it belongs to."""
    thread = message.thread or {}
    given = {
        "Message-ID": own_id(message),
        "X-Shram-Setu": "1",  # what comes back with it went in a circle
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Auto-Submitted": "" if thread.get("is_written") else "auto-generated",
        "Reply-To": thread.get("reply_to", ""),
        "In-Reply-To": thread.get("in_reply_to", ""),
        "References": thread.get("references", ""),
    }
    return {name: value for name, value in given.items() if value}


def _refused(code: int) -> Rejected:
    return Rejected("bad_address" if code in _NO_SUCH_ADDRESS else "refused" if code >= 500 else "busy", code >= 500)


def _close(connection: EmailBackend) -> None:
    """Say good-bye; a server that does not answer to it has the message all the same."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        connection.connection = None
