"""Papers and photographs of a work: kept under its own stream, opened by who sees the work, shown to all if public."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from shramsetu.casework.actions import Refused
from shramsetu.casework.forms import file_sentence
from shramsetu.files import access, rules
from shramsetu.files import actions as files
from shramsetu.files.models import Attachment, Purpose
from shramsetu.journal.rules import Actor
from shramsetu.monitoring.works import powers
from shramsetu.monitoring.works.models import Work
from shramsetu.monitoring.works.records import Photo
from shramsetu.offices.models import Post

STREAM = "works"


def keep(work: Work, upload: UploadedFile, *, by: Actor, at: datetime, photo: str = "") -> Attachment:
    """Keep a paper of `work`, or the photograph of the field `photo`. Raises Refused for a false or too large file."""
    purpose = Purpose.SITE_PHOTO if photo else Purpose.ORDER_OR_RECEIPT
    try:
        return files.store(upload, stream=work.stream, purpose=purpose, by=by, at=at)
    except (rules.FalseType, rules.TooLarge) as error:
        raise Refused(file_sentence(error), photo or "paper") from error


def _leave(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let everybody see a public photograph; papers and what is hidden, only who sees the work on the desk."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return None
    slug = attachment.stream.partition(":")[2]
    shown = Photo.objects.filter(file=attachment, hidden_at=None, work__slug=slug, work__is_public=True)
    if shown.exclude(work__case__state="abandoned").exists():
        return access.Leave(actor)
    post: Post | None = getattr(request, "post", None)
    if post is not None and powers.seen_by(post).filter(slug=slug).exists():
        return access.Leave(actor)
    return None


access.register(STREAM, _leave)
