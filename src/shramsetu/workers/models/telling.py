"""What a family says of itself beside what Family ID says, where the two differ, and our letters to that service."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.workers.models.household import Family
from shramsetu.workers.models.worker import Worker


class Saying(models.Model):
    """The family as a worker told it, kept as told: the service's word takes its place in `Member`, not here."""

    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True, related_name="saying")
    members = models.JSONField()  # as rules.household.Person says them, kin to the worker
    at = models.DateTimeField()


class Difference(models.Model):
    """What a worker said and Family ID says otherwise; an officer settles it, or the next answer does."""

    class What(models.TextChoices):
        MISSING = "missing", _("Said, but not in Family ID")
        EXTRA = "extra", _("In Family ID, but not said")
        BORN = "born_on", _("Date of birth")
        KIN = "kin", _("Relation")
        MARRIED = "is_married", _("Married or not")
        ABSENT = "absent", _("The worker is not in this family")

    class Verdict(models.TextChoices):
        OPEN = "", pgettext_lazy("state", "Open")
        SAID = "said", _("The worker is right; Family ID is to be mended")
        TOLD = "told", _("Family ID is right")
        GONE = "gone", _("No difference any more")

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="differences", db_index=False)
    family = models.ForeignKey(Family, models.CASCADE, related_name="differences")
    what = models.CharField(max_length=10, choices=What.choices)
    name = models.CharField(max_length=120)  # of whom
    said = models.CharField(max_length=40, blank=True)
    told = models.CharField(max_length=40, blank=True)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=4, choices=Verdict.choices, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "what", "name"], name="difference_once"),
            models.CheckConstraint(
                condition=Q(verdict="") | (~Q(settled_by="") & Q(settled_at__isnull=False)), name="difference_settled"
            ),
        ]
        indexes = [models.Index(fields=["district", "found_at"], condition=Q(verdict=""), name="difference_open")]


class Letter(models.Model):
    """An envelope that we sent to another registry and wait for, so that its answer is known when it comes."""

    class State(models.TextChoices):
        SENT = "sent", _("Sent")
        ANSWERED = "answered", pgettext_lazy("an answer came", "Answered")
        REFUSED = "refused", _("Refused")

    service = models.CharField(max_length=99)
    action = models.CharField(max_length=20)
    transaction_id = models.CharField(max_length=99, unique=True)
    correlation_id = models.CharField(max_length=99, blank=True)
    families = models.JSONField(default=dict)  # by reference: the number that was asked for
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["service", "-sent_at"], name="letter_service")]


class Listening(models.Model):
    """A subscription of ours at another registry."""

    service = models.CharField(max_length=99)
    code = models.CharField(max_length=99)
    family = models.CharField(max_length=12)
    event = models.CharField(max_length=40)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="listening_once")]
        indexes = [models.Index(fields=["family"], name="listening_family")]


class Nightly(models.Model):
    """A nightly file that was taken: the same one again changes nothing."""

    digest = models.CharField(max_length=64, unique=True)
    told_at = models.DateTimeField()  # when the service wrote it
    taken_at = models.DateTimeField()
    families = models.IntegerField()
    changed = models.IntegerField()
    faulty = models.IntegerField()
    done = models.IntegerField(default=0)  # lines taken so far: where to go on after an interruption
