"""What the counter adds to the desk: its door, and who may open the pages of a letter that belongs to no case."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import KINDS, Door
from shramsetu.files import access
from shramsetu.files.models import Attachment
from shramsetu.intake import powers
from shramsetu.intake.dak.models import Letter
from shramsetu.journal.rules import Actor

KINDS.doors.append(Door("intake:scanned", _("Scanned letters"), "scan-line", powers.COUNTER))


def _pages_of_letter(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let the office that received a letter look at it, as long as it belongs to no case."""
    actor: Actor | None = getattr(request, "actor", None)
    key = attachment.stream.partition(":")[2]
    if actor is None or actor.role not in powers.COUNTER or not key.isdigit():
        return None
    mine = Letter.objects.filter(pk=int(key), office=actor.post_id, case=None).exists()
    return access.Leave(actor) if mine else None


access.register("letter", _pages_of_letter)
