"""Vigilance committees, their meetings, the surveys, the reports that were handed in. No row names a survivor."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Committee(models.Model):
    """A vigilance committee of a district or a sub-division (section 13), from its notification until the next one."""

    class Level(models.TextChoices):
        DISTRICT = "district", _("District committee")
        SUBDIVISION = "subdivision", _("Sub-divisional committee")

    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    level = models.CharField(max_length=11, choices=Level.choices)
    subdivision = models.CharField(max_length=80, blank=True)  # its name; tehsils are not loaded everywhere
    notification_number = models.CharField(max_length=60)
    notified_on = models.DateField()
    quorum = models.SmallIntegerField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "level", "subdivision"], condition=Q(ended_at=None), name="committee_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(level="district", subdivision="") | Q(level="subdivision") & ~Q(subdivision=""),
                name="committee_subdivision_named",
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="committee_has_quorum"),
        ]

    @property
    def key(self) -> str:
        """The key of its clocks among the duties of the district."""
        return f"committee-{self.pk}"


class Seat(models.Model):
    """Somebody's time in one seat: from the order of nomination until the successor's, a resignation or the end."""

    class Why(models.TextChoices):
        REPLACED = "replaced", _("Replaced")
        RESIGNED = "resigned", _("Resigned")
        DIED = "died", _("Died")
        REMOVED = "removed", _("Removed")
        RECONSTITUTED = "reconstituted", _("Committee constituted anew")

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    category = models.SlugField()  # of the rulebook's seats
    number = models.SmallIntegerField()
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True)
    order_number = models.CharField(max_length=60)
    from_on = models.DateField()
    filled_by = models.CharField(max_length=80)
    filled_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=13, choices=Why.choices, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "category", "number"], condition=Q(ended_at=None), name="seat_one_sitter"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None, ended_why="")
                | Q(ended_at__isnull=False, ended_on__isnull=False) & ~Q(ended_why=""),
                name="seat_end_is_whole",
            ),
        ]


class Meeting(models.Model):
    """A meeting: called with its agenda, held with its minutes, adjourned for want of a quorum, or cancelled."""

    class State(models.TextChoices):
        CALLED = "called", _("Meeting called")
        HELD = "held", _("Meeting held")
        ADJOURNED = "adjourned", _("Adjourned: no quorum")
        CANCELLED = "cancelled", _("Meeting cancelled")

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    number = models.SmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.CALLED)
    meets_at = models.DateTimeField()
    venue = models.CharField(max_length=120)
    called_by = models.CharField(max_length=80)
    called_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)  # when it was recorded as held, adjourned or cancelled
    chaired_by = models.CharField(max_length=120, blank=True)
    quorum = models.SmallIntegerField()  # as it stood when the meeting was called
    # The agenda counts the whole district: of a sub-division where no tehsil of its name is loaded.
    of_district = models.BooleanField(default=True)
    remarks = models.TextField(blank=True)  # encrypted with the district's case, as all words of a meeting
    paper = models.OneToOneField("bonded.Paper", models.PROTECT, null=True, related_name="meeting")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="meeting_number"),
            models.UniqueConstraint(fields=["committee"], condition=Q(state="called"), name="meeting_one_called"),
            models.CheckConstraint(
                condition=Q(state="called") ^ Q(ended_at__isnull=False), name="meeting_over_has_time"
            ),
        ]
        indexes = [models.Index(fields=["committee", "-meets_at"], name="meeting_committee")]


class AgendaItem(models.Model):
    """One duty of section 14 on the agenda, with what was open when the meeting was called, and what was decided.

    `counts` has a line for each clock, `codes` the code names behind them: nothing more of anybody.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.SmallIntegerField()
    slug = models.SlugField()
    counts = models.JSONField(default=list)
    codes = models.JSONField(default=list)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position")]


class Attendance(models.Model):
    """Who of the members came."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="present")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attended")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once")]


class MeetingAction(models.Model):
    """What a meeting gave to a post, until a day; `duty` is the case that holds it there."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="actions")
    position = models.SmallIntegerField()
    text = models.TextField()
    owner = models.CharField(max_length=30)  # of the rulebook's owners
    due_on = models.DateField()
    duty = models.OneToOneField("casework.Case", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="meeting_action_position")]
