"""Named reads of the outbox."""

from datetime import datetime, timedelta

from django.db.models import Count, Max, QuerySet

from shramsetu import rulebook
from shramsetu.lib.clock import day
from shramsetu.messages.models import Message, State


def of_stream(stream: str) -> QuerySet[Message]:
    """The messages of `stream`, such as a case, the latest first."""
    return Message.objects.filter(stream=stream).order_by("-queued_at", "id")


def counts(*, since: datetime | None = None) -> dict[str, int]:
    """How many messages are in each state, all or those queued since."""
    asked = Message.objects.filter(queued_at__gte=since) if since else Message.objects.all()
    found = dict(asked.values_list("state").annotate(count=Count("id")))
    return {state: found.get(state, 0) for state in State.values}


def stuck() -> QuerySet[Message]:
    """Messages a person has to look at: failed, or of unknown fate, the latest first."""
    return Message.objects.filter(state__in=[State.FAILED, State.UNKNOWN]).order_by("-settled_at")


def in_tray(address: str) -> QuerySet[Message]:
    """Messages that the demo delivered into the tray, the latest first; of one phone or e-mail address or of all."""
    laid = Message.objects.filter(gateway="tray", state=State.DELIVERED).order_by("-sent_at", "-queued_at")
    if not address:
        return laid
    return laid.filter(to_email=address) if "@" in address else laid.filter(to_phone__endswith=address)


def idle_headers(*, at: datetime) -> list[str]:
    """Headers not used for so long that the operators will soon suspend them; those never used are not counted."""
    days = rulebook.book().number("messages.header_idle_days", day(at))
    used = Message.objects.exclude(dlt_header="").filter(sent_at__isnull=False)
    last = used.values_list("dlt_header").annotate(last=Max("sent_at"))
    return sorted(header for header, when in last if when < at - timedelta(days=days))
