"""What a complaint has beyond its case: the words, the reports, the checks, the calls and the special closures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Grievance(models.Model):
    """The words of a grievance, demand, suggestion or question, one to one with its case.

    In a sealed case `text`, `landmark` and `opposite_text` are empty and lie in the sealed body.
    """

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="grievance")
    text = models.TextField()
    landmark = models.CharField(max_length=200, blank=True)
    exclusion = models.SlugField(blank=True)
    exclusion_appealed = models.BooleanField(default=False)
    article = models.SlugField(blank=True)
    # Whom a case was marked to, offered to, and came from, while that is open.
    marked_to = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    came_from = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    transfers = models.SmallIntegerField(default=0)
    returns = models.SmallIntegerField(default=0)
    reopens = models.SmallIntegerField(default=0)
    asked_levels = ArrayField(models.SmallIntegerField(), default=list)
    asked_at = models.DateTimeField(null=True)
    due_before_pause = models.DateTimeField(null=True)
    pauses = models.SmallIntegerField(default=0)
    authority = models.CharField(max_length=120, blank=True)
    authority_case = models.CharField(max_length=60, blank=True)
    next_date = models.DateField(null=True)
    second_verified_at = models.DateTimeField(null=True)


class Reference(models.Model):
    """The own number of a reference in its stream, and the number and day it had where it came from.

    `serial` and `number` are empty in a stream that counts nothing of its own; in a sealed case `outside_number` is
    encrypted.
    """

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="reference")
    stream = models.CharField(max_length=30)
    year = models.SmallIntegerField()
    serial = models.IntegerField(null=True)
    number = models.CharField(max_length=20, blank=True)
    outside_number = models.TextField(blank=True)
    outside_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "year", "serial"], name="reference_serial")]
        indexes = [
            models.Index(fields=["number"], condition=~Q(number=""), name="reference_number"),
            models.Index(fields=["stream", "outside_number"], name="reference_outside"),
        ]


class Spoken(models.Model):
    """What was spoken or photographed instead of written: who typed it when, and how its words came to count.

    `text` holds the typed words until then; afterwards they are the words of the complaint itself. `unclear` is the
    number of places that the typist could not make out. In a sealed case `text` is encrypted.
    """

    class How(models.TextChoices):
        AGREED = "agreed", _("the complainant said yes")
        CALL = "call", _("read aloud on the telephone, yes")
        MENDED = "mended", _("mended by the complainant")
        SILENCE = "silence", _("nobody answered in time: counts as typed")

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="spoken")
    text = models.TextField(blank=True)
    unclear = models.SmallIntegerField(default=0)
    typed_by = models.CharField(max_length=80, blank=True)
    typed_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=7, choices=How, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how="", settled_at__isnull=True)
                | Q(how__in=["agreed", "call", "mended", "silence"], settled_at__isnull=False, typed_at__isnull=False),
                name="spoken_settled",
            )
        ]


class Report(models.Model):
    """An action-taken report (आख्या), interim, enquiry or final, with the evidence it rests on."""

    class Kind(models.TextChoices):
        FINAL = "final", _("Action-taken report")
        INTERIM = "interim", _("Interim report")
        ENQUIRY = "enquiry", _("Enquiry report")

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    level = models.SmallIntegerField()
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    drafted_by = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    contacted_at = models.DateTimeField(null=True)
    visited_at = models.DateTimeField(null=True)
    letter_number = models.CharField(max_length=60, blank=True)
    letter_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    evidence = models.JSONField(default=dict)
    fingerprint = models.BigIntegerField(null=True)
    flags = ArrayField(models.CharField(max_length=30), default=list)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at"], name="report_case"),
            models.Index(fields=["post", "-at"], name="report_post"),
            models.Index(fields=["visited_at"], condition=Q(visited_at__isnull=False), name="report_visited"),
        ]


class Check(models.Model):
    """What the quality desk said of a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="checks")
    passed = models.BooleanField()
    grade = models.CharField(max_length=1)
    reasons = models.TextField(blank=True)
    second = models.BooleanField(default=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class Feedback(models.Model):
    """One attempt to hear the complainant, reached or not."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="feedback")
    party = models.ForeignKey("casework.Party", models.PROTECT, null=True, related_name="+")
    attempt = models.SmallIntegerField()
    result = models.CharField(max_length=20)
    answered_by = models.CharField(max_length=20, blank=True)
    misconduct = models.BooleanField(null=True)
    text = models.TextField(blank=True)
    level = models.SmallIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at"], name="feedback_case"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="feedback_next"),
        ]


class SpecialClosure(models.Model):
    """A proposal to close without satisfaction on a listed ground: two keys, two different persons."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="special_closures")
    ground = models.SlugField()
    reason = models.TextField()
    document = models.UUIDField(null=True)
    proposed_post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("offices.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="special_two_persons"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(decided_at=None), name="special_one_open"),
        ]


class Explanation(models.Model):
    """A स्पष्टीकरण: a numbered letter to a post, its reply and what came of it, one to one with its own case."""

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="explanation")
    letter_number = models.CharField(max_length=60)
    cause = models.CharField(max_length=20)
    text = models.TextField()
    issued_by = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    user = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="explanations")
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=20, blank=True)
    decision = models.TextField(blank=True)


class Lapse(models.Model):
    """A level whose time ran out: who let it lapse, and when."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="lapses")
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="lapses", db_index=False)
    user = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    level = models.SmallIntegerField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["post", "-at"], name="lapse_post"),
            models.Index(fields=["-at"], name="lapse_at"),
        ]
