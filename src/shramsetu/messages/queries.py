"""Named reads of the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.lib.clock import day
from shramsetu.messages import reasons
from shramsetu.messages.actions import address_key
from shramsetu.messages.models import STUCK, Bulk, BulkRow, Message, State, Unreachable


def of_stream(stream: str) -> QuerySet[Message]:
    """The messages of `stream`, such as a case, the latest first."""
    return Message.objects.filter(stream=stream).order_by("-queued_at", "id")


def counts(*, since: datetime | None = None) -> dict[str, int]:
    """How many messages are in each state, all or those queued since."""
    asked = Message.objects.filter(queued_at__gte=since) if since else Message.objects.all()
    found = dict(asked.values_list("state").annotate(count=Count("id")))
    return {state: found.get(state, 0) for state in State.values}


def stuck(error: str = "") -> QuerySet[Message]:
    """Messages a person has to look at, the latest first: failed, of unknown fate, put aside; of one reason or all."""
    found = Message.objects.filter(state__in=STUCK).order_by("-settled_at", "id")
    return found.filter(error=error) if error else found


def put_aside() -> QuerySet[Message]:
    """Messages that wait until somebody mends what the operators would refuse, the oldest first."""
    return Message.objects.filter(state=State.PARKED).order_by("settled_at", "id")


@dataclass(frozen=True, slots=True)
class Family:
    """Stuck messages of one state and reason: how many, why, and what to do."""

    state: str
    error: str
    count: int

    @property
    def label(self) -> str:
        """The state in words."""
        return str(State(self.state).label)

    @property
    def means(self) -> str:
        """Why, in words."""
        return reasons.reason(self.error)

    @property
    def remedy(self) -> str:
        """What to do."""
        return reasons.remedy(self.error)


def stuck_by_reason() -> list[Family]:
    """Return how many messages are stuck for each reason, most first."""
    rows = Message.objects.filter(state__in=STUCK).values_list("state", "error").annotate(count=Count("id"))
    return [Family(*row) for row in rows.order_by("-count", "error", "state")]


def settle_before(*, at: datetime) -> datetime:
    """Return since when a message must be of unknown fate for an officer to say what became of it."""
    return at - timedelta(hours=rulebook.book().number("messages.settle_hours", day(at)))


def is_unreachable(address: str) -> bool:
    """Tell whether the server of an e-mail address said that nothing can be brought there."""
    return Unreachable.objects.filter(address_key=address_key(address.lower())).exists()


def in_tray(address: str) -> QuerySet[Message]:
    """Messages that the demo delivered into the tray, the latest first; of one phone or e-mail address or of all."""
    laid = Message.objects.filter(gateway="tray", state=State.DELIVERED).order_by("-sent_at", "-queued_at")
    if not address:
        return laid
    return laid.filter(to_email=address) if "@" in address else laid.filter(to_phone__endswith=address)


def warnings(*, at: datetime) -> list[str]:
    """Return what the administrator has to see to with the operators, in words."""
    needs = settings.MESSAGE_GATEWAYS.get("sms") == "kannel" and not settings.SMS_ENTITY
    found = [str(reasons.REMEDIES["no_entity"])] if needs else []
    found += _unregistered()
    for header in rulebook.book().headers.values():
        if header.state != "active":
            found.append(_("Header %(header)s: the operators have shut it.") % {"header": header.header})
    for header_name in idle_headers(at=at):
        told = _("Header %(header)s was not used for long: the operators suspend it after 30 days. Send a message.")
        found.append(told % {"header": header_name})
    return found


def _unregistered() -> list[str]:
    """Say how many ids are still placeholders, where messages really go out."""
    if settings.MESSAGE_GATEWAYS.get("sms") in ("", "tray"):
        return []
    book = rulebook.book()
    ours = [one for one in (*book.headers.values(), *book.templates.values()) if one.is_default]
    told = _(
        "%(count)d headers and template ids are placeholders: register them with the operators, "
        "then write ids and source into the rulebook."
    )
    return [told % {"count": len(ours)}] if ours else []


def is_price_assumed(*, at: datetime) -> bool:
    """Tell whether the price of a segment is our own assumption, not the contract's."""
    return rulebook.book().value("messages.segment_paise", day(at)).is_default


def bulks() -> QuerySet[Bulk]:
    """Return the messages to many, the latest first."""
    return Bulk.objects.select_related("made_by", "decided_by").order_by("-made_at", "-pk")


def rows(bulk: Bulk) -> QuerySet[BulkRow]:
    """Return everybody of one bulk message in order, with what became of their message."""
    return bulk.rows.select_related("message").order_by("seq")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bulk message is: people in all, and by state with its words."""

    people: int
    counts: dict[str, int]

    @property
    def handed_over(self) -> int:
        """How many are with the gateway or beyond."""
        return sum(self.counts.get(state, 0) for state in (State.SENT, State.DELIVERED, State.FAILED, State.UNKNOWN))

    @property
    def percent(self) -> int:
        """The share handed over, rounded down."""
        return self.handed_over * 100 // self.people if self.people else 100

    @property
    def lines(self) -> list[tuple[str, int]]:
        """State in words and count, for those there are."""
        words = {BulkRow.State.READY.value: BulkRow.State.READY.label, **dict(State.choices)}
        return [(str(words[state]), self.counts[state]) for state in words if self.counts.get(state)]


def progress(bulk: Bulk) -> Progress:
    """Return how far `bulk` is; who was left out when it was prepared is not counted."""
    asked = bulk.rows.values_list("state", "message__state").annotate(count=Count("pk")).order_by()
    counts: dict[str, int] = {}
    for row_state, state, count in asked:
        if row_state != BulkRow.State.LEFT_OUT:
            name = state or row_state
            counts[name] = counts.get(name, 0) + count
    return Progress(bulk.people, counts)


SAMPLES = 3


def samples(bulk: Bulk) -> list[str]:
    """Return the first messages as they will be read."""
    template = rulebook.book().templates.get(bulk.template)
    if template is None:
        return []
    ready = bulk.rows.exclude(state=BulkRow.State.LEFT_OUT).order_by("seq")[:SAMPLES]
    return [template.render(row.language, **row.values) for row in ready if row.values]


def left_out(bulk: Bulk) -> list[tuple[str, int]]:
    """Return why rows were left out, and how many each."""
    found = bulk.rows.filter(state=BulkRow.State.LEFT_OUT).values_list("reason").annotate(count=Count("pk"))
    return [(reasons.reason(why), count) for why, count in found.order_by("-count", "reason")]


def idle_headers(*, at: datetime) -> list[str]:
    """Headers not used for so long that the operators will soon suspend them; those never used are not counted."""
    days = rulebook.book().number("messages.header_idle_days", day(at))
    used = Message.objects.filter(sent_at__isnull=False)
    last = {
        name: used.filter(dlt_header=name).aggregate(last=Max("sent_at"))["last"] for name in rulebook.book().headers
    }
    return sorted(header for header, when in last.items() if when is not None and when < at - timedelta(days=days))
