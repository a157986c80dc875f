"""Who answers calls, on which phone, and what they are doing now."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AgentState(models.TextChoices):
    """What an agent is doing; the exchange and the desk move it, never a page alone."""

    OUT = "out", _("Logged out")
    AVAILABLE = "available", _("Available")
    RINGING = "ringing", _("Phone rings")
    TALKING = "talking", _("Talking")
    WRAP_UP = "wrap_up", _("Wrap-up")
    PAUSED = "paused", _("Pause")


class Agent(models.Model):
    """A person with a phone of the helpline: skills, site, state.

    `number` is the phone's name at the exchange (the SIP user), its secret is derived and never stored. `boards` empty:
    every board. `call` rings at this agent or is talked to: one at a time; a consulted agent has the same one.
    """

    user = models.OneToOneField("offices.User", models.PROTECT, related_name="agent")
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="agents")
    number = models.SlugField(max_length=20, unique=True)
    languages = ArrayField(models.CharField(max_length=3), default=list)
    boards = ArrayField(models.SlugField(max_length=50), default=list, blank=True)
    lines = ArrayField(models.SlugField(max_length=20), default=list, blank=True)
    is_woman = models.BooleanField(default=False)
    site = models.SlugField(max_length=20, default="lucknow")
    has_own_phone = models.BooleanField(default=False)  # a plain SIP phone instead of the browser

    state = models.CharField(max_length=10, choices=AgentState.choices, default=AgentState.OUT)
    reason = models.SlugField(max_length=20, blank=True)  # of a pause
    state_at = models.DateTimeField()
    idle_since = models.DateTimeField(null=True)  # the longest idle one is next
    wrap_until = models.DateTimeField(null=True)
    call = models.ForeignKey("helpline.Call", models.SET_NULL, null=True, related_name="agents")
    node = models.SlugField(max_length=30, blank=True)  # at whose exchange the phone registered
    phone_seen_at = models.DateTimeField(null=True)  # when the phone registered; empty while it is away
    key_epoch = models.SmallIntegerField(default=0)  # counts up to give the phone a new secret

    class Meta:
        indexes = [models.Index(fields=["idle_since"], condition=Q(state="available"), name="agent_free")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["ringing", "talking"], call__isnull=False)
                | ~Q(state__in=["ringing", "talking"]),
                name="agent_busy_has_call",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Spell(models.Model):
    """How long an agent was in one state: the ground of occupancy, pauses and reports."""

    agent = models.ForeignKey(Agent, models.PROTECT, related_name="spells")
    state = models.CharField(max_length=10, choices=AgentState.choices)
    reason = models.SlugField(max_length=20, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent"], condition=Q(to_at=None), name="spell_one_open"),
            models.CheckConstraint(condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="spell_ends_after_start"),
        ]
        indexes = [models.Index(fields=["from_at"], name="spell_from")]
