"""The social-registry interface: who may ask, what was asked, what was disclosed, what is still to be sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.workers.models.household import Family
from shramsetu.workers.models.worker import Worker


class Right(models.TextChoices):
    """What a partner may do."""

    PERSON = "person", _("Ask for one worker")
    FAMILY = "family", _("Ask for one family")
    LIST = "list", _("Ask for lists by condition")
    SUBSCRIBE = "subscribe", _("Be told of changes")
    TELL = "tell", _("Answer and tell us")


class Partner(models.Model):
    """Another system that speaks to us. It may ask in its `place` (the state where empty), for its `purpose` alone."""

    sender_id = models.CharField(max_length=99, unique=True)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)  # the law or order by which it may ask
    rights = ArrayField(models.CharField(max_length=9, choices=Right.choices), default=list)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    secret_digest = models.CharField(max_length=64)
    callback = models.URLField(max_length=200, blank=True)  # below this address it is answered, and nowhere else
    tolerates_legacy = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.sender_id


class PartnerKey(models.Model):
    """A public Ed25519 key of a partner."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="keys", db_index=False)
    key_id = models.CharField(max_length=99)
    public = models.CharField(max_length=44)  # 32 bytes in base64
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "key_id"], name="partner_key_once")]


class Received(models.Model):
    """An envelope that came: its id is taken once only (replay guard), and this is the log of who asked."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="received", db_index=False)
    message_id = models.CharField(max_length=99)
    action = models.CharField(max_length=20)
    form = models.CharField(max_length=6)  # over which bytes it was signed
    transaction_id = models.CharField(max_length=99)
    correlation_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=60, blank=True)
    records = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "message_id"], name="received_once")]
        indexes = [
            models.Index(fields=["partner", "-at"], name="received_partner"),
            models.Index(fields=["partner", "transaction_id"], name="received_transaction"),
        ]


class Question(models.Model):
    """One request of an envelope; sent again under its ids it is the same, and another one under them is refused."""

    class Status(models.TextChoices):
        RECEIVED = "rcvd", _("Received")
        PENDING = "pdng", _("Waiting")
        DONE = "succ", pgettext_lazy("an answer came", "Answered")
        REFUSED = "rjct", _("Refused")

    received = models.ForeignKey(Received, models.CASCADE, related_name="questions")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+", db_index=False)
    transaction_id = models.CharField(max_length=99)
    reference_id = models.CharField(max_length=99)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=4, choices=Status.choices)
    reason = models.CharField(max_length=60, blank=True)
    records = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "transaction_id", "reference_id"], name="question_once")
        ]
        indexes = [models.Index(fields=["partner", "reference_id"], name="question_reference")]


class Disclosed(models.Model):
    """A worker or a family whose record went out, so that "who looked at my data" can be answered."""

    received = models.ForeignKey(Received, models.PROTECT, null=True, related_name="disclosed", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(Worker, models.CASCADE, null=True, related_name="disclosed", db_index=False)
    family = models.ForeignKey(Family, models.CASCADE, null=True, related_name="disclosed", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(worker=None) ^ Q(family=None), name="disclosed_one"),
        ]
        indexes = [
            models.Index(fields=["worker", "-at"], condition=Q(worker__isnull=False), name="disclosed_worker"),
            models.Index(fields=["family", "-at"], condition=Q(family__isnull=False), name="disclosed_family"),
        ]


_LIVE = Q(ended_at=None)


class Subscription(models.Model):
    """What a partner wants to be told of: one worker, one family, or everybody of a place."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="subscriptions", db_index=False)
    code = models.CharField(max_length=99, unique=True)
    question = models.OneToOneField(Question, models.SET_NULL, null=True, related_name="subscription")
    event = models.CharField(max_length=40)
    record = models.CharField(max_length=40)
    worker = models.ForeignKey(Worker, models.CASCADE, null=True, related_name="+", db_index=False)
    family = models.ForeignKey(Family, models.CASCADE, null=True, related_name="+", db_index=False)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["worker"], condition=Q(ended_at=None, worker__isnull=False), name="subscription_worker"
            ),
            models.Index(
                fields=["family"], condition=Q(ended_at=None, family__isnull=False), name="subscription_family"
            ),
            models.Index(fields=["place"], condition=_LIVE & Q(place__isnull=False), name="subscription_place"),
            models.Index(fields=["partner"], name="subscription_partner"),
        ]


class Errand(models.Model):
    """An envelope owed to a partner: an answer, or news for a subscription. What it says is made when it goes."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", pgettext_lazy("message", "Given up")

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="errands", db_index=False)
    action = models.CharField(max_length=20)
    received = models.OneToOneField(Received, models.CASCADE, null=True, related_name="errand")
    subscription = models.ForeignKey(Subscription, models.CASCADE, null=True, related_name="errands", db_index=False)
    worker = models.ForeignKey(Worker, models.CASCADE, null=True, related_name="+", db_index=False)
    family = models.ForeignKey(Family, models.CASCADE, null=True, related_name="+", db_index=False)
    entry = models.BigIntegerField(null=True)  # of the journal, for news
    event = models.CharField(max_length=40, blank=True)
    uri = models.URLField(max_length=300)
    asked = models.BinaryField(default=b"")  # the request that is answered, encrypted; emptied once it is
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "entry"], name="errand_news_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="errand_due")]


class Cursor(models.Model):
    """How far the journal has been read for news to partners."""

    name = models.SlugField(primary_key=True)
    xid = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
