"""The messages that wait to be heard, oldest first."""

from django.db.models import QuerySet

from shramsetu.helpline.models import Recording, Voicemail

LEAST_SECONDS = 2  # less is no message


def waiting() -> QuerySet[Recording]:
    """Return the messages that nobody has brought to an end."""
    rows = Recording.objects.filter(kind=Recording.Kind.VOICEMAIL, forgotten_at=None, seconds__gte=LEAST_SECONDS)
    return (
        rows.filter(voicemail__done_at=None).select_related("call__person", "voicemail__taken_by").order_by("began_at")
    )


def done_lately() -> QuerySet[Voicemail]:
    """Return the messages that were brought to an end, the newest first."""
    return Voicemail.objects.filter(done_at__isnull=False).select_related("recording__call").order_by("-done_at")
