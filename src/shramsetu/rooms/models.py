"""Rooms for meetings by video: who has a seat in each, and who was in it from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.rooms import rules


class Role(models.TextChoices):
    CHAIR = rules.Role.CHAIR.value, _("chair")
    MEMBER = rules.Role.MEMBER.value, _("member")
    GUEST = rules.Role.GUEST.value, _("guest")


class How(models.TextChoices):
    """How a stay in the room ended."""

    LEFT = "left", pgettext_lazy("meeting", "left")
    LOST = "lost", _("connection lost")
    AGAIN = "again", _("came in again")
    REMOVED = "removed", _("removed by the chair")
    ENDED = "ended", _("the meeting ended")


class Room(models.Model):
    """A meeting by video. `subject` is what it is about, as a text key of the package that asked for it: `review:12`.

    `key` stands in the address and cannot be guessed. `made_at` and `cleared_at`: when the video server was told to
    make the room, and to take it away.
    """

    key = models.SlugField(max_length=24, unique=True)
    subject = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    outside_link = models.URLField(max_length=400, blank=True)
    limit = models.SmallIntegerField(default=rules.LIMIT)
    ended_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="room_ends_after_beginning"),
            models.CheckConstraint(condition=Q(limit__gte=2, limit__lte=rules.LIMIT), name="room_holds_2_to_12"),
        ]
        indexes = [models.Index(fields=["begins_at"], name="room_not_cleared", condition=Q(cleared_at=None))]

    def __str__(self) -> str:
        return self.subject

    @property
    def stream(self) -> str:
        """Its chain in the journal."""
        return f"room:{self.key}"


class Seat(models.Model):
    """Who may come in: whoever acts for a post, or a guest with this number and its code."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="seats")
    number = models.SmallIntegerField()
    role = models.CharField(max_length=6, choices=Role)
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    ref = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)  # no longer named by who asked for the room
    removed_at = models.DateTimeField(null=True)  # sent out by the chair

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="seat_number"),
            models.UniqueConstraint(fields=["room", "post"], condition=Q(post__isnull=False), name="seat_once_a_post"),
            models.UniqueConstraint(fields=["room", "ref"], condition=~Q(ref=""), name="seat_once_a_guest"),
            models.CheckConstraint(
                condition=Q(role=Role.GUEST, post=None) & ~Q(ref="")
                | Q(role__in=[Role.CHAIR, Role.MEMBER], post__isnull=False, ref=""),
                name="seat_of_a_post_or_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}:{self.number}"


class Attendance(models.Model):
    """One stay in a room. `feed` is its name on the video server, drawn anew each time: nobody can take another's."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")
    feed = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=8, choices=How, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(left_at=None), name="attendance_once_a_seat"),
            models.CheckConstraint(
                condition=Q(left_at=None, how="") | Q(left_at__isnull=False) & ~Q(how=""),
                name="attendance_how_it_ended",
            ),
        ]
        indexes = [models.Index(fields=["seen_at"], name="attendance_present", condition=Q(left_at=None))]

    def __str__(self) -> str:
        return self.feed
