"""Letters whose pages came first: a line of the register of receipt with pages, and words later."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Scanned(models.Model):
    """A letter that was scanned before anybody typed it; its pages hang on `letter:N`.

    `draft` is what a machine read, as text with the doubtful words marked; it goes once the letter is typed.
    `typing_by` has it open until `typing_until`; `next_read_at` is when the machine may try (again).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for typing")
        TYPED = "typed", _("Typed")
        JOINED = "joined", _("Its pages belong to another letter")

    class Reading(models.TextChoices):
        WAITING = "waiting", _("The machine reads it soon")
        READ = "read", _("A draft is ready")
        UNREAD = "unread", _("The machine cannot read it; type it by hand")

    letter = models.OneToOneField("intake.Letter", models.PROTECT, primary_key=True, related_name="scanned")
    office = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    pages = models.SmallIntegerField()
    reading = models.CharField(max_length=8, choices=Reading.choices, default=Reading.WAITING)
    tries = models.SmallIntegerField(default=0)
    next_read_at = models.DateTimeField()
    draft = models.TextField(blank=True)
    typing_by = models.CharField(max_length=80, blank=True)
    typing_until = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pages__gte=1) | ~Q(state="waiting"), name="scanned_has_pages"),
            models.CheckConstraint(
                condition=Q(state="waiting", done_at=None, done_by="") | (~Q(state="waiting") & Q(draft="")),
                name="scanned_done_keeps_no_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "letter"], condition=Q(state="waiting"), name="scanned_worklist"),
            models.Index(
                fields=["next_read_at"], condition=Q(state="waiting", reading="waiting"), name="scanned_to_read"
            ),
        ]

    @property
    def stream(self) -> str:
        """The stream of files on which its pages hang until they belong to a case."""
        return stream_of(self.letter_id)

    def is_taken(self, key: str, at: datetime) -> bool:
        """Tell whether somebody other than `key` has it open."""
        return self.typing_until is not None and self.typing_until > at and self.typing_by != key


def stream_of(letter: int) -> str:
    """Return the stream of files of a letter."""
    return f"letter:{letter}"
