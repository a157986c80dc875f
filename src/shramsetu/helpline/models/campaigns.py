"""Whom the helpline itself calls: call-backs, feedback before closing, reminders, lists."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """Why and how a list of people is called. Call-backs are a campaign that never ends."""

    class Kind(models.TextChoices):
        CALL_BACK = "call_back", _("Call-backs")
        FEEDBACK = "feedback", _("Feedback before closing")
        REMINDER = "reminder", _("Reminder of a date")
        LIST = "list", _("List of people")

    class Mode(models.TextChoices):
        PREVIEW = "preview", _("The agent looks first")
        PROGRESSIVE = "progressive", _("Dialled when an agent is free")
        AUTOMATIC = "automatic", _("Recorded voice, answered by keys")

    slug = models.SlugField(max_length=60, unique=True)
    name_hi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    line = models.SlugField(max_length=20)
    boards = models.JSONField(default=list)
    query = models.JSONField(default=dict)  # of which records the list is made
    audience = models.SlugField(max_length=40, blank=True)  # who finds the people, see `outbound.audiences`
    menu_slug = models.SlugField(max_length=40, blank=True)  # of the recorded voice; its version in force is spoken
    opens = models.TimeField(null=True)  # narrower than the legal hours, if the campaign wants it so
    closes = models.TimeField(null=True)
    lines = models.SmallIntegerField(default=0)  # of the recorded voice at once
    falls_back = models.BooleanField(default=False)  # to the recorded voice, when seats are short
    running = models.BooleanField(default=False)
    needs_approval = models.BooleanField(default=False)
    approved_by = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(running=False) | Q(needs_approval=False) | ~Q(approved_by=""), name="campaign_runs_approved"
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("made_by")), name="campaign_two_persons"),
        ]

    def __str__(self) -> str:
        return self.slug


class Target(models.Model):
    """One person to call in a campaign, until reached or given up."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To be called")
        CALLING = "calling", _("Is being called")
        DONE = "done", _("Reached")
        GIVEN_UP = "given_up", _("Given up")
        STOPPED = "stopped", _("Not to be called")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets")
    phone = models.CharField(max_length=16)
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    case = models.ForeignKey("casework.Case", models.SET_NULL, null=True, related_name="+")
    source = models.SlugField(max_length=20, blank=True)  # abandoned, voicemail, asked, missed, lost
    language = models.CharField(max_length=3, default="hi")
    board = models.SlugField(max_length=50, blank=True)
    wants_woman = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.SmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)  # last
    due_at = models.DateTimeField()
    leased_by = models.ForeignKey("helpline.Agent", models.SET_NULL, null=True, related_name="+")
    leased_until = models.DateTimeField(null=True)
    result = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "phone"],
                condition=Q(state__in=["waiting", "calling"], case=None),
                name="target_once_by_phone",
            ),
            models.UniqueConstraint(
                fields=["campaign", "case"], condition=Q(state__in=["waiting", "calling"]), name="target_once_by_case"
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "due_at", "id"], condition=Q(state="waiting"), name="target_due"),
            models.Index(fields=["phone"], name="target_phone"),
            models.Index(fields=["campaign", "state"], name="target_state"),
            models.Index(fields=["called_at"], condition=Q(state="calling"), name="target_calling"),
        ]


class NotToCall(models.Model):
    """A phone that asked not to be called by us, known by its keyed hash; a call-back asked for later is made."""

    phone_key = models.CharField(max_length=64, primary_key=True)
    source = models.SlugField(max_length=20)  # key, agent, desk
    since = models.DateTimeField()
    by = models.CharField(max_length=80)
