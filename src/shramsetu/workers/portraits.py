"""The photograph of a worker: small, bare of camera data; seen by the officer, on the own page and on the card."""

import base64
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from shramsetu.casework import forms as casework_forms
from shramsetu.casework.actions import Refused
from shramsetu.files import actions as files
from shramsetu.files import queries as attached
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.files.views import opened
from shramsetu.journal.rules import Actor
from shramsetu.workers.models import Worker

FIELD = "photo"


def stream_of(number: str) -> str:
    """Return the stream with which the photograph of the worker `number` lies."""
    return f"portrait:{number}"


def of_draft(stream: str) -> str:
    """Return where the photograph of a draft lies until its worker has a number; it goes when the draft's papers go."""
    return f"{stream}:portrait"


def keep(upload: UploadedFile, *, stream: str, by: Actor, at: datetime) -> None:
    """Check a photograph and keep it in the place of the one before; raises Refused with the field `photo`."""
    try:
        files.store_portrait(upload, stream=stream, by=by, at=at)
    except FalseType:
        raise Refused(gettext("The photograph must be a JPG or PNG picture. Please add another."), FIELD) from None
    except TooLarge as error:
        raise Refused(casework_forms.file_sentence(error), FIELD) from None


def take_over(draft: str, worker: Worker, *, at: datetime) -> None:
    """Give the photograph of a draft to its worker, if there is one."""
    if attached.attached(of_draft(draft)).exists():
        files.clear(stream_of(worker.number), at=at)
        files.rehang(of_draft(draft), stream_of(worker.number), at=at)


def of(worker: Worker) -> str:
    """Return the photograph of `worker`, or of one who was merged into this row, as `data:`; empty without one."""
    numbers = [worker.number, *worker.merged.order_by("pk").values_list("number", flat=True)]
    return next((found for number in numbers if (found := shown(stream_of(number)))), "")


def shown(stream: str) -> str:
    """Return the photograph that lies with `stream` as an address that holds it; empty without one."""
    found = attached.attached(stream).filter(blob__isnull=False).last()
    if found is None:
        return ""
    with opened(found) as file:
        return f"data:{found.media_type};base64,{base64.b64encode(file.read()).decode()}"
