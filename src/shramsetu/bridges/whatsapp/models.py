"""Messages that came, until they are answered, and the talks that they are part of."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

APP = "bridges"


class Heard(models.Model):
    """One message of a person, by the provider's own id, so that it counts once however often it is delivered.

    Phone and words stand here while it waits or lies aside; once it is answered the id alone, and what came of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        ASIDE = "aside"  # nobody could answer it: `error` says why

    ref = models.CharField(max_length=128, unique=True)
    person = models.CharField(max_length=64, blank=True)  # keyed hash of the phone
    phone = models.CharField(max_length=16, blank=True)
    body = models.JSONField(default=dict)
    said_at = models.DateTimeField()
    came_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        app_label = APP
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | Q(state="aside", ended_at__isnull=False)
                | Q(state="done", ended_at__isnull=False, phone="", body={}),
                name="heard_answered_says_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="heard_due"),
            models.Index(fields=["person", "said_at", "id"], condition=Q(state="waiting"), name="heard_person"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="heard_ended"),
        ]


class Conversation(models.Model):
    """How far a talk with one phone is, and what was told in it; gone once it is filed or left off."""

    person = models.CharField(max_length=64, primary_key=True)
    draft = models.UUIDField(default=uuid4)  # what was sent lies attached to its stream
    told = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = APP

    @property
    def stream(self) -> str:
        """The stream with which its papers lie until it has a number."""
        return f"draft:{self.draft.hex}"
