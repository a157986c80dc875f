"""The outbox, and who asked not to be written to."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.lib import phone
from shramsetu.messages import sealed
from shramsetu.messages.reasons import reason


class Audience(models.TextChoices):
    COMPLAINANT = "complainant", _("complainant")
    OFFICER = "officer", _("officer")
    FILER = "filer", _("filer")
    CITIZEN = "citizen", _("citizen")


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")
    PUSH = "push", _("push message")
    WHATSAPP = "whatsapp", _("WhatsApp")


class State(models.TextChoices):
    QUEUED = "queued", _("waiting")
    HELD = "held", _("held back until the morning")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("fate unknown")
    PARKED = "parked", _("put aside until mended")
    CANCELLED = "cancelled", _("cancelled")


WAITING = (State.QUEUED, State.HELD)
STUCK = (State.FAILED, State.UNKNOWN, State.PARKED)
TALK = "whatsapp-talk"  # in place of a template: words of a talk, which no operator registered


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
    channel = models.CharField(max_length=8, choices=Channel)
    to_phone = models.CharField(max_length=16, default="")
    to_email = models.EmailField(default="")
    language = models.CharField(max_length=2)
    values = models.JSONField()
    thread = models.JSONField(null=True)  # of an e-mail that answers one: `actions.Answering`
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
            models.Index(fields=["settled_at"], name="message_stuck", condition=Q(state__in=STUCK)),
            models.Index(fields=["dlt_header", "sent_at"], name="message_header", condition=Q(sent_at__isnull=False)),
        ]

    told_phone = ""  # of one being sent: the phone that a package keeps (`sealed`), never written here
    approved = ""  # of one being sent on WhatsApp: the name of its approved template, empty where free words may go

    @property
    def phone(self) -> str:
        """The phone it goes to; a reference where it is not being sent."""
        return self.told_phone or self.to_phone

    @property
    def is_sealed(self) -> bool:
        """Whether the outbox names only whose phone it is."""
        return sealed.is_reference(self.to_phone)

    @property
    def address(self) -> str:
        """Where it goes: a phone or an e-mail address."""
        return self.phone or self.to_email

    @property
    def shown(self) -> str:
        """The text as others than its receiver may read it: with it came the code by which one acts for them."""
        code = str(self.values.get("code", ""))
        return self.text.replace(code, "•" * len(code)) if code else self.text

    @property
    def why(self) -> str:
        """Why it is not where it should be, in words."""
        return reason(self.error) if self.error else ""

    @property
    def what(self) -> str:
        """What it tells, in words; its name where the rulebook has it no more."""
        book = rulebook.book()
        if self.template == TALK:
            return str(_("Talk on WhatsApp"))
        known = book.templates.get(self.template) or book.mails.get(self.template)
        return known.what.say(get_language() or "hi") if known else self.template

    @property
    def hidden_address(self) -> str:
        """The address as a list shows it: the middle hidden."""
        name, sign, host = self.to_email.partition("@")
        if self.is_sealed:
            return str(_("a phone that is kept sealed"))
        return phone.masked(self.to_phone) if self.to_phone else f"{name[:2]}…{sign}{host}" if name else ""


class OptOut(models.Model):
    """Someone asked not to be written to, known by the keyed hash of the phone or e-mail address."""

    address_key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()


class Unreachable(models.Model):
    """An e-mail address to which nothing can be brought, by the word of its server; known by its keyed hash."""

    address_key = models.CharField(max_length=64, primary_key=True)
    status = models.CharField(max_length=11, blank=True)  # such as 5.1.1 (RFC 3463)
    since = models.DateTimeField()


class Chat(models.Model):
    """When a phone last wrote on WhatsApp, known by its keyed hash: for a day free words may go back to it."""

    address_key = models.CharField(max_length=64, primary_key=True)
    last_at = models.DateTimeField(db_index=True)


class Consent(models.Model):
    """That a phone agreed to messages of one category, with what proves it; withdrawn, never deleted."""

    class Source(models.TextChoices):
        WORD = "word", _("by text message")
        PAPER = "paper", _("on paper, written down at a desk")
        LIST = "list", _("on paper, brought with a list")

    address_key = models.CharField(max_length=64)
    category = models.CharField(max_length=20)
    source = models.CharField(max_length=6, choices=Source)
    reference = models.CharField(max_length=120)  # of the form, or of the message that came in
    by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address_key", "category"], condition=Q(withdrawn_at=None), name="consent_one_stands"
            ),
            models.CheckConstraint(condition=Q(source__in=["word", "paper", "list"]), name="consent_source"),
        ]
        indexes = [models.Index(fields=["address_key"], name="consent_address")]


class Inbound(models.Model):
    """A text message of a citizen that came in, by the aggregator's own id; neither phone nor words are kept."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken as the complainant's word")
        UNCLEAR = "unclear", _("a case waits, but the word is neither yes nor no")
        NOBODY = "nobody", _("no case waits for a word from this phone")
        STATUS = "status", _("the status was asked and told")
        REOPENED = "reopened", _("the case was reopened")
        REFUSED = "refused", _("the case could not be reopened")
        STOPPED = "stopped", _("no more ordinary messages")
        STARTED = "started", _("ordinary messages again")
        CONSENTED = "consented", _("agreed to notices")

    ref = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome)


class Bulk(models.Model):
    """One message to many: prepared by one person, let go by another, fed into the outbox at the rulebook's speed.

    `choice` and `constants` say whom it goes to and what is the same in every message. `fed_at` is when the last rows
    went into the outbox. Its counts are fixed when it is prepared; what became of each row stands in its message.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Prepared")
        PROPOSED = "proposed", _("Waiting for approval")
        RUNNING = "running", _("Being sent")
        PAUSED = "paused", _("Stopped for now")
        DONE = "done", _("All handed over")
        STOPPED = "stopped", _("Stopped for good")

    title = models.CharField(max_length=120)
    template = models.CharField(max_length=60)
    audience = models.CharField(max_length=40)
    choice = models.JSONField(default=dict)
    constants = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey("offices.User", models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")
    fed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    people = models.IntegerField(default=0)
    segments = models.IntegerField(default=0)
    cost_paise = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed", "running", "paused", "done", "stopped"]), name="bulk_state"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("made_by")), name="bulk_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "paused", "done"]) | Q(decided_by__isnull=False),
                name="bulk_is_approved",
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="bulk_running", condition=Q(state="running"))]

    @property
    def stream(self) -> str:
        """The key of its stream in the journal."""
        return f"bulk:{self.pk}"

    @property
    def why(self) -> str:
        """Why it was ended or stopped: an officer's words, or what the operators would refuse."""
        return reason(self.reason) if self.state == self.State.PAUSED else self.reason


class BulkRow(models.Model):
    """One person of a bulk message. `reason` says why the row was left out; `message` is there once it was fed."""

    class State(models.TextChoices):
        READY = "ready", _("to be sent")
        FED = "fed", _("in the outbox")
        LEFT_OUT = "left_out", _("left out")

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="rows")
    seq = models.IntegerField()
    phone = models.CharField(max_length=16)
    language = models.CharField(max_length=2)
    values = models.JSONField()
    stream = models.CharField(max_length=60, default="")
    segments = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State)
    reason = models.CharField(max_length=20, default="")
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "seq"], name="bulkrow_seq"),
            models.CheckConstraint(condition=Q(state__in=["ready", "fed", "left_out"]), name="bulkrow_state"),
        ]
        indexes = [
            models.Index(fields=["bulk", "seq"], name="bulkrow_ready", condition=Q(state="ready")),
            models.Index(fields=["stream"], name="bulkrow_stream", condition=~Q(stream="")),
        ]
