"""Who works when: terms of an agent, weeks of the roster, duties, days away, swaps."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class TimeSpan(Func):
    """The half-open span of two instants."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Terms(models.Model):
    """What the roster must know of an agent beyond the phone: team, consent to nights, a fixed weekly day off."""

    agent = models.OneToOneField("helpline.Agent", models.CASCADE, related_name="terms")
    team = models.CharField(max_length=40, blank=True)
    night_consent_on = models.DateField(null=True)  # in writing; without it a woman is not put on at night
    weekly_off = models.SmallIntegerField(null=True)  # Monday is 0

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekly_off=None) | Q(weekly_off__range=(0, 6)), name="terms_weekday")
        ]


class RosterWeek(models.Model):
    """A week of the roster from its Monday on: a draft until it is published, then changed by single deeds alone.

    `needed` keeps, by shift-independent half-hour, the people for whom it was planned: {day: [48 numbers]}.
    """

    first_on = models.DateField(unique=True)
    revision = models.IntegerField(default=0)
    needed = models.JSONField(default=dict)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    published_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_on__iso_week_day=1), name="week_begins_on_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.first_on:%Y-%m-%d}"


class Duty(models.Model):
    """One agent's shift on one day, with its breaks (minutes after the start, and how long).

    `rest_until` is the end and the rest that must follow; the database refuses another duty of the agent before it.
    """

    week = models.ForeignKey(RosterWeek, models.CASCADE, related_name="duties")
    agent = models.ForeignKey("helpline.Agent", models.PROTECT, related_name="duties")
    on = models.DateField()
    shift = models.SlugField(max_length=20)
    line = models.SlugField(max_length=20, blank=True)  # "": every line of the agent
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    rest_until = models.DateTimeField()
    breaks = ArrayField(ArrayField(models.SmallIntegerField(), size=2), default=list)
    break_seconds = models.IntegerField(default=0)
    transport = models.BooleanField(default=False)  # a woman at night is fetched and brought home

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "on"], deferrable=models.Deferrable.DEFERRED, name="duty_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(to_at__gt=F("from_at"), rest_until__gte=F("to_at")), name="duty_ends_after_start"
            ),
            ExclusionConstraint(
                name="duty_after_rest",
                deferrable=models.Deferrable.DEFERRED,  # two duties change hands in one transaction
                expressions=[
                    ("agent", RangeOperators.EQUAL),
                    (TimeSpan("from_at", "rest_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["on", "shift"], name="duty_day"),
            models.Index(fields=["from_at"], name="duty_from"),
        ]


class Absence(models.Model):
    """Days on which an agent does not work: leave asked for, or an absence noted by the supervisor."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Leave")
        SICK = "sick", _("Sick")
        TRAINING = "training", _("Training")
        ABSENT = "absent", _("Absent without word")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    agent = models.ForeignKey("helpline.Agent", models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    from_on = models.DateField()
    to_on = models.DateField()
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["from_on"], condition=Q(state="asked"), name="absence_asked"),
            models.Index(fields=["agent", "from_on"], name="absence_agent"),
        ]


class Swap(models.Model):
    """One agent's duty for another's: asked, agreed to by the other, approved by the supervisor."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        AGREED = "agreed", _("Agreed, waits for the supervisor")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="swaps")
    other = models.ForeignKey(Duty, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(state__in=["asked", "agreed"]), name="swap_one_open"),
            models.CheckConstraint(condition=~Q(duty=F("other")), name="swap_of_two"),
        ]
