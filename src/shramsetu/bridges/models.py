"""What passes between us and other systems: who is told, every message once, every reference of theirs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.bridges.whatsapp.models import Conversation, Heard


class System(models.TextChoices):
    """Who is spoken with."""

    WEBHOOK = "webhook", _("Webhook")
    IGRS = "igrs", _("IGRS")
    CPGRAMS = "cpgrams", _("CPGRAMS")
    OPEN311 = "open311", _("Open311")
    WHATSAPP = "whatsapp", _("WhatsApp")
    E112 = "e112", _("Emergency 112")


class Endpoint(models.Model):
    """An address of another system that is told what happens: which events, of which district (all where empty)."""

    class Event(models.TextChoices):
        REGISTERED = "case.registered", _("Registered")
        MOVED = "case.moved", _("Moved on")
        REPORTED = "case.reported", _("Reported")
        ESCALATED = "case.escalated", _("Passed to the next level")
        CLOSED = "case.closed", _("Closed")
        REOPENED = "case.reopened", _("Opened again")

    name = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=20, choices=Event.choices))
    district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    taken_at = models.DateTimeField(null=True)  # when it last took something
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class EndpointKey(models.Model):
    """A secret that signs what goes to an endpoint, sealed. Two live ones are a change of keys under way."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="keys", db_index=False)
    key_id = models.CharField(max_length=20)  # of the ring that seals it
    closed = models.BinaryField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["endpoint", "-made_at"], name="endpointkey_endpoint")]


class Reference(models.Model):
    """A matter as another system knows it: its number there, and the case it is here."""

    system = models.CharField(max_length=8, choices=System.choices)
    number = models.CharField(max_length=60)
    stream = models.SlugField(max_length=40, blank=True)
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="references", db_index=False)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of the body that came or went last
    is_theirs = models.BooleanField(default=False)  # they raised it; else it is ours, and this is their number of it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "number"], name="reference_once")]
        indexes = [
            models.Index(fields=["case"], condition=Q(case__isnull=False), name="reference_case"),
            models.Index(fields=["system", "-last_seen_at"], name="reference_newest"),
        ]


class Parcel(models.Model):
    """A message out or in, known by its key, so that none is lost and none counts twice.

    `seq` orders what goes out about one case. `body` holds nothing personal; what is personal is read from the case
    when it goes. `digest` is that of the body as it went or came.
    """

    class Direction(models.TextChoices):
        OUT = "out", _("Out")
        IN = "in", pgettext_lazy("direction", "In")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", pgettext_lazy("parcel", "Arrived")
        FAILED = "failed", pgettext_lazy("message", "Given up")
        DROPPED = "dropped", _("No longer needed")

    direction = models.CharField(max_length=3, choices=Direction.choices)
    system = models.CharField(max_length=8, choices=System.choices)
    key = models.CharField(max_length=80)
    what = models.CharField(max_length=40)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, null=True, related_name="parcels", db_index=False)
    case = models.ForeignKey("casework.Case", models.CASCADE, null=True, related_name="+", db_index=False)
    seq = models.IntegerField(default=0)
    body = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(default=0)  # of HTTP, as it was answered last
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "direction", "key"], name="parcel_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="parcel_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["system", "tries", "due_at"], condition=Q(state="waiting"), name="parcel_due"),
            models.Index(fields=["case"], condition=Q(case__isnull=False), name="parcel_case"),
            models.Index(fields=["endpoint", "-id"], condition=Q(endpoint__isnull=False), name="parcel_endpoint"),
            models.Index(
                fields=["endpoint", "state"], condition=Q(state__in=["waiting", "failed"]), name="parcel_unsettled"
            ),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="parcel_ended"),
            models.Index(
                fields=["system", "state", "-id"], condition=Q(state__in=["waiting", "failed"]), name="parcel_open"
            ),
            models.Index(
                fields=["system", "state", "-id"], condition=Q(state__in=["done", "dropped"]), name="parcel_ledger"
            ),
            models.Index(fields=["system", "direction", "-ended_at"], condition=Q(state="done"), name="parcel_arrived"),
        ]


class Cursor(models.Model):
    """How far the journal has been read for other systems."""

    name = models.SlugField(primary_key=True)
    xid = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)


class Reconciliation(models.Model):
    """One comparison of both sides: how much was compared, unlike and mended, and why it broke off if it did."""

    system = models.CharField(max_length=8, choices=System.choices)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    compared = models.IntegerField(default=0)
    unlike = models.IntegerField(default=0)
    mended = models.IntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["system", "-begun_at"], name="reconciliation_newest")]


class Difference(models.Model):
    """What a reconciliation found unlike on both sides, until both agree. `number` is ours of a case, else theirs."""

    class Kind(models.TextChoices):
        MISSING_THERE = "missing_there", _("Not there: sent again")
        BEHIND_THERE = "behind_there", _("Fewer steps there: sent again")
        DIFFERS = "differs", _("The steps differ: sent again")
        STATE_DIFFERS = "state_differs", _("As many steps, another state: sent again")
        SEALED_HERE = "sealed_here", _("Sealed here, known there: withdrawn")
        AHEAD_THERE = "ahead_there", _("More steps there than here: look into it")
        UNKNOWN_HERE = "unknown_here", _("There, but not here: look into it")
        NOT_TAKEN = "not_taken", _("Sent to us, but not here: fetched")
        NOT_TOLD = "not_told", _("Here, but they do not know: told again")

    system = models.CharField(max_length=8, choices=System.choices)
    of_case = models.BooleanField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    number = models.CharField(max_length=60)
    ours = models.CharField(max_length=80, blank=True)
    theirs = models.CharField(max_length=80, blank=True)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    healed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "of_case", "number"], condition=Q(healed_at=None), name="difference_open_once"
            )
        ]
        indexes = [models.Index(fields=["system", "-found_at"], name="difference_newest")]


from shramsetu.bridges.cpgrams.models import (  # noqa: E402 - they point to what stands above
    CpgramsFile,
    CpgramsReport,
    CpgramsRow,
    CpgramsStanding,
)
from shramsetu.bridges.igrs.models import IgrsStates  # noqa: E402

__all__ = [
    "Conversation",
    "CpgramsFile",
    "CpgramsReport",
    "CpgramsRow",
    "CpgramsStanding",
    "Cursor",
    "Difference",
    "Endpoint",
    "EndpointKey",
    "Heard",
    "IgrsStates",
    "Parcel",
    "Reconciliation",
    "Reference",
    "System",
]
