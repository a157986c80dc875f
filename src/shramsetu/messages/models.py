"""The outbox, and who asked not to be written to."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    COMPLAINANT = "complainant", _("complainant")
    OFFICER = "officer", _("officer")
    FILER = "filer", _("filer")


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")
    PUSH = "push", _("push message")


class State(models.TextChoices):
    QUEUED = "queued", _("waiting")
    HELD = "held", _("held back until the morning")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("fate unknown")
    CANCELLED = "cancelled", _("cancelled")


WAITING = (State.QUEUED, State.HELD)


class Message(models.Model):
    """One message to one address. `key` names what it tells of, so that an action repeated does not tell it twice.

    `claimed_until` is the lease of the worker that has it and the proof that it still has it; `begun_at` is set before
    the gateway is asked, so that a lease which ran out tells whether the message may be under way. `error` is a key of
    `reasons.REASONS` or a gateway's own code.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.CharField(max_length=120, unique=True)
    template = models.CharField(max_length=60)
    audience = models.CharField(max_length=12, choices=Audience)
    channel = models.CharField(max_length=6, choices=Channel)
    to_phone = models.CharField(max_length=16, default="")
    to_email = models.EmailField(default="")
    language = models.CharField(max_length=2)
    values = models.JSONField()
    subject = models.CharField(max_length=200, default="")
    text = models.TextField()
    units = models.SmallIntegerField()
    segments = models.SmallIntegerField()
    dlt_template = models.CharField(max_length=19, default="")
    dlt_header = models.CharField(max_length=6, default="")
    stream = models.CharField(max_length=60)
    by = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State)
    queued_at = models.DateTimeField()
    send_after = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    gateway = models.CharField(max_length=10, default="")
    gateway_ref = models.CharField(max_length=80, default="")
    error = models.CharField(max_length=80, default="")
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state"),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=False)
                | Q(channel=Channel.EMAIL, to_phone="") & ~Q(to_email="")
                | ~Q(channel=Channel.EMAIL) & Q(to_email="") & ~Q(to_phone=""),
                name="message_address",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLAIMED, claimed_until__isnull=False)
                | ~Q(state=State.CLAIMED) & Q(claimed_until__isnull=True),
                name="message_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], name="message_waiting", condition=Q(state__in=WAITING)),
            models.Index(fields=["claimed_until"], name="message_claimed", condition=Q(state=State.CLAIMED)),
            models.Index(fields=["stream", "queued_at"], name="message_stream"),
            models.Index(fields=["to_phone", "queued_at"], name="message_phone", condition=~Q(to_phone="")),
            models.Index(fields=["gateway_ref"], name="message_ref", condition=~Q(gateway_ref="")),
        ]

    @property
    def address(self) -> str:
        """Where it goes: a phone or an e-mail address."""
        return self.to_phone or self.to_email

    @property
    def shown(self) -> str:
        """The text as others than its receiver may read it: with it came the code by which one acts for them."""
        code = str(self.values.get("code", ""))
        return self.text.replace(code, "•" * len(code)) if code else self.text


class OptOut(models.Model):
    """Someone asked not to be written to, known by the keyed hash of the phone or e-mail address."""

    address_key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()


class Inbound(models.Model):
    """A text message of a citizen that came in, by the aggregator's own id; neither phone nor words are kept."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken as the complainant's word")
        UNCLEAR = "unclear", _("a case waits, but the word is neither yes nor no")
        NOBODY = "nobody", _("no case waits for a word from this phone")

    ref = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
