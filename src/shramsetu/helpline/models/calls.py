"""A call from its first ring to its outcome, its log, its recordings, and orders to the exchange."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(models.TextChoices):
    """Who rang whom."""

    IN = "in", _("Incoming")
    OUT = "out", _("Outgoing")


class Step(models.TextChoices):
    """Where a call is. Each step can be entered again from the row after the controller died."""

    MENU = "menu", _("Menu")
    QUEUE = "queue", _("Waiting")
    RINGING = "ringing", _("Rings at an agent")
    DIALLING = "dialling", _("Is being dialled")
    TALK = "talk", _("Talk")
    HANDED = "handed", _("Handed over")
    VOICEMAIL = "voicemail", _("Voicemail")
    BYE = "bye", _("Closing words")
    ENDED = "ended", _("Ended")


class Outcome(models.TextChoices):
    """How a call ended: one word for each, the words of the wallboard and the reports."""

    ANSWERED = "answered", pgettext_lazy("an answer came", "Answered")
    ABANDONED = "abandoned", _("Hung up while waiting")
    SELF_SERVICE = "self_service", _("Answered by the menu")
    VOICEMAIL = "voicemail", _("Left a voicemail")
    CALL_BACK = "call_back", _("Asked to be called back")
    BLOCKED = "blocked", _("Blocked")
    EMERGENCY = "emergency", _("Handed to an emergency service")
    LOST = "lost", _("Lost by the exchange")
    NO_ANSWER = "no_answer", _("No answer")
    BUSY = "busy", _("Busy")
    FAILED = "failed", _("Could not be put through")


class Call(models.Model):
    """One call of a citizen, in or out. `key` is the citizen's channel at the exchange; every other id derives from it.

    `revision` counts up with each entry into a step: a write that saw an older one is void, and playbacks are named
    after it, so that none is mistaken for another.
    """

    key = models.CharField(max_length=80, unique=True)
    node = models.SlugField(max_length=30)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    line = models.SlugField(max_length=20)
    phone = models.CharField(max_length=16, blank=True)  # E.164; empty for a withheld number
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="calls")
    case = models.ForeignKey("casework.Case", models.SET_NULL, null=True, related_name="calls")
    target = models.ForeignKey("helpline.Target", models.SET_NULL, null=True, related_name="calls")

    step = models.CharField(max_length=10, choices=Step.choices)
    revision = models.IntegerField(default=0)
    node_path = models.CharField(max_length=120, blank=True)  # where in the menu
    menu = models.ForeignKey("helpline.Menu", models.PROTECT, null=True, related_name="calls")
    keyed = models.CharField(max_length=40, blank=True)  # digits typed at the present node
    language = models.CharField(max_length=3, default="hi")
    dialect = models.CharField(max_length=3, blank=True)
    board = models.SlugField(max_length=50, blank=True)
    wants_woman = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    repeat = models.BooleanField(default=False)  # dropped a short while ago
    returned = models.BooleanField(default=False)  # lost its agent: head of the queue

    agent = models.ForeignKey("helpline.Agent", models.PROTECT, null=True, related_name="calls")
    leg = models.CharField(max_length=100, blank=True)  # the agent's channel
    tries = models.SmallIntegerField(default=0)  # agent legs so far; part of the leg's id
    agent_first = models.BooleanField(default=False)  # of an outgoing call: the agent is on the line before it rings
    held = models.BooleanField(default=False)
    third = models.CharField(max_length=40, blank=True)  # whom the agent consults: an agent's number, a post, a service
    third_leg = models.CharField(max_length=100, blank=True)  # its channel
    third_state = models.CharField(max_length=8, blank=True)  # ringing, private, all
    parts = models.SmallIntegerField(default=0)  # recordings begun
    recording_paused = models.BooleanField(default=False)

    began_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)  # kept, so that a place in the queue survives
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    parting = models.CharField(max_length=12, choices=Outcome.choices, blank=True)  # what it ends as after the bye
    cause = models.CharField(max_length=40, blank=True)  # the exchange's word, or the step where it was lost
    disposition = models.SlugField(max_length=30, blank=True)
    follow_up_at = models.DateTimeField(null=True)
    event_number = models.CharField(max_length=40, blank=True)  # the emergency service's own
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent"], condition=Q(step__in=["ringing", "dialling", "talk"]), name="call_one_per_agent"
            ),
            models.UniqueConstraint(
                fields=["phone"],
                condition=Q(direction="out") & ~Q(step="ended") & ~Q(phone=""),
                name="call_out_once_a_phone",
            ),
            models.CheckConstraint(
                condition=Q(step="ended", ended_at__isnull=False) | (~Q(step="ended") & Q(ended_at__isnull=True)),
                name="call_ended_has_end",
            ),
            models.CheckConstraint(condition=Q(step="ended") | Q(outcome=""), name="call_open_has_no_outcome"),
        ]
        indexes = [
            models.Index(fields=["node"], condition=~Q(step="ended"), name="call_open"),
            models.Index(fields=["queued_at"], condition=Q(step="queue"), name="call_waiting"),
            models.Index(fields=["phone", "-began_at"], name="call_phone"),
            models.Index(fields=["began_at"], name="call_began"),
            models.Index(fields=["agent", "-began_at"], name="call_agent"),
            # The log by what is rare; what is frequent is found by its time.
            models.Index(
                fields=["outcome", "-began_at"], condition=~Q(outcome__in=["", "answered"]), name="call_outcome"
            ),
            models.Index(fields=["board", "-began_at"], condition=~Q(board=""), name="call_board"),
        ]

    def __str__(self) -> str:
        return self.key


class CallEvent(models.Model):
    """One thing that happened in a call: the call log. Append-only; holds no phone number and no name."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    verb = models.SlugField(max_length=24)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at"], name="callevent_at")]


class Recording(models.Model):
    """A piece of sound of a call: talk or voicemail. The file comes into the store after the call."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Talk")
        VOICEMAIL = "voicemail", _("Voicemail")

    call = models.ForeignKey(Call, models.CASCADE, related_name="recordings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=100, unique=True)  # at the exchange
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seconds = models.IntegerField(null=True)
    attachment = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+")
    failed = models.CharField(max_length=80, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["began_at"], condition=Q(attachment=None, failed=""), name="recording_to_fetch")
        ]


class Order(models.Model):
    """What a page asks of the exchange: written first, then heard by the controller of the call's node."""

    node = models.SlugField(max_length=30)
    call = models.ForeignKey(Call, models.CASCADE, null=True, related_name="orders")
    agent = models.ForeignKey("helpline.Agent", models.CASCADE, null=True, related_name="orders")
    verb = models.SlugField(max_length=24)
    detail = models.JSONField(default=dict)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["node", "id"], condition=Q(taken_at=None), name="order_open")]
