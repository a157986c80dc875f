"""The tables of reviews: a review, its agenda with frozen figures, replies, decisions, minutes.

Agenda, replies and minutes are never changed (triggers); decisions are written while the review is in progress.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from shramsetu.lib import clock


class Review(models.Model):
    """One review: of which round and of what, who takes the chair, when, where, and how far it has come.

    `round` is a round of the rulebook, or empty for a review that its chair called. Of place, sector and section a
    round names one. `locked_at` is when its minutes were issued: nothing of it changes after that.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("review", "Planned")
        OPEN = "open", pgettext_lazy("review", "In progress")
        CLOSED = "closed", pgettext_lazy("review", "Over")
        CANCELLED = "cancelled", pgettext_lazy("review", "Cancelled")

    round = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    sector = models.CharField(max_length=40, blank=True)
    section = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=160, blank=True)
    chair = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    deputy = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    outside_link = models.URLField(max_length=400, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    agenda_at = models.DateTimeField(null=True)
    left_out = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "on"], condition=~Q(round=""), name="review_once_a_day"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="review_ends_after_beginning"),
            models.CheckConstraint(condition=Q(deputy=None) | ~Q(deputy=F("chair")), name="review_deputy_is_another"),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__gte=F("opened_at"))
                | (Q(state="cancelled") & ~Q(reason="")),
                name="review_state_has_its_times",
            ),
            models.CheckConstraint(condition=Q(locked_at=None) | Q(state="closed"), name="review_locked_when_over"),
        ]
        indexes = [
            models.Index(fields=["begins_at"], name="review_begins"),
            models.Index(fields=["on"], name="review_on"),
        ]

    def __str__(self) -> str:
        return f"{self.round or 'called'} {self.on}"

    @property
    def stream(self) -> str:
        """Its chain in the journal."""
        return f"review:{self.pk}"

    @property
    def day(self) -> date:
        """The day on which it is held; `on` is that of its round, from which its chair may have moved it."""
        return clock.day(self.begins_at)


class AgendaItem(models.Model):
    """One subject of a review as it stood when the agenda was made: what is red, whose it is, with its figures.

    `subject` is its key (`case:104729638150`, `target:pm-sym:157`, `post:12`); words in both languages, for figures
    change and an agenda does not. What the office itself lays on the table has the person who did so.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="items", db_index=False)
    position = models.SmallIntegerField()
    subject = models.CharField(max_length=120)
    why = models.CharField(max_length=10)
    title_hi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    reason_hi = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300)
    figures = models.JSONField(default=dict)
    owner = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    since_on = models.DateField(null=True)
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+", db_index=False)
    raised_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="reviewitem_position"),
            models.UniqueConstraint(fields=["review", "subject"], name="reviewitem_once"),
        ]

    def title(self, language: str) -> str:
        """Return what it is about, in `language`."""
        return self.title_en if language == "en" else self.title_hi

    def reason(self, language: str) -> str:
        """Return why it is on the agenda, in `language`."""
        return self.reason_en if language == "en" else self.reason_hi


class Answer(models.Model):
    """What the officer says of a subject beforehand; the newest counts, the others stay."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="answers", db_index=False)
    text = models.CharField(max_length=1000)
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="answer_says_something")]
        indexes = [models.Index(fields=["item", "-id"], name="reviewanswer_of")]


class Remark(models.Model):
    """A word of a watcher on a red item of the day's page, for whose it is: written once."""

    subject = models.CharField(max_length=120)
    on = models.DateField()
    text = models.CharField(max_length=500)
    to = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_says_something")]
        indexes = [
            models.Index(fields=["subject", "-id"], name="reviewremark_of"),
            models.Index(fields=["to", "-id"], name="reviewremark_to"),
        ]


class Decision(models.Model):
    """What a review decided: who does what by when, and what will prove it. Its case lies with the owner post."""

    case = models.OneToOneField("casework.Case", models.PROTECT, primary_key=True, related_name="decision")
    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions", db_index=False)
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="decisions", db_index=False)
    number = models.SmallIntegerField()
    text = models.CharField(max_length=1000)
    owner = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    proof = models.CharField(max_length=300)
    first_due_on = models.DateField()
    due_on = models.DateField()
    carried = models.SmallIntegerField(default=0)
    reported_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    reported_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="decision_number"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(proof=""), name="decision_says_what_and_proof"),
            models.CheckConstraint(
                condition=Q(carried=0, due_on=F("first_due_on")) | Q(carried__gt=0, due_on__gt=F("first_due_on")),
                name="decision_carried_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | (Q(reported_by__isnull=False) & ~Q(closed_by=F("reported_by"))),
                name="decision_two_persons",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="decision_due", condition=Q(closed_at=None)),
            models.Index(fields=["item"], name="decision_item"),
        ]


class Reminder(models.Model):
    """That a decision was reminded of, by its date and how many days from it: nobody is told twice."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="reminders", db_index=False)
    due_on = models.DateField()
    offset = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "due_on", "offset"], name="reminder_once")]


class Minutes(models.Model):
    """The minutes of a review as they were signed: text with its digest, the PDF, by whom and when."""

    review = models.OneToOneField(Review, models.PROTECT, primary_key=True, related_name="minutes")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey("files.Attachment", models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    issued_at = models.DateTimeField()
    was_late = models.BooleanField()


class Morning(models.Model):
    """The page of a morning as it was made: its figures and its PDF."""

    on = models.DateField(primary_key=True)
    figures = models.JSONField()
    file = models.ForeignKey("files.Attachment", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
