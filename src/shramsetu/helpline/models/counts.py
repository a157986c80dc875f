"""Roll-ups of the calls: by half-hour, and by agent and day. Derived: `actions.counting` fills them, nothing else."""

from django.db import models
from django.db.models import Q

from shramsetu.helpline.models.calls import Direction


class HalfHour(models.Model):
    """Calls that began in one half-hour of a line and a board. Only those that ended count; times are seconds.

    `offered` waited for an agent; of them `answered`, `within` (answered in the time of the service level) and
    `abandoned`. `handled` calls have had a talk, incoming or outgoing: `talk` and `wrap` are theirs.
    """

    pk = models.CompositePrimaryKey("start", "line", "board", "direction")
    start = models.DateTimeField()
    line = models.SlugField(max_length=20)
    board = models.SlugField(max_length=50, blank=True)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    calls = models.IntegerField()
    offered = models.IntegerField()
    answered = models.IntegerField()
    within = models.IntegerField()
    abandoned = models.IntegerField()
    handled = models.IntegerField()
    self_service = models.IntegerField()
    voicemail = models.IntegerField()
    call_back = models.IntegerField()
    blocked = models.IntegerField()
    emergency = models.IntegerField()
    lost = models.IntegerField()
    unreached = models.IntegerField()
    wait = models.BigIntegerField()
    gave_up = models.BigIntegerField()
    longest = models.IntegerField()
    talk = models.BigIntegerField()
    wrap = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["line", "start"], name="halfhour_line")]


class Recount(models.Model):
    """A half-hour in which a call ended or changed: written by a trigger in that call's own transaction.

    Many rows may name the same one; nobody waits for another here. Counting takes the rows away that it sees.
    """

    start = models.DateTimeField()


class AgentDay(models.Model):
    """What an agent did on one day of India: calls, seconds by state, pauses by reason, shift planned and kept."""

    pk = models.CompositePrimaryKey("agent", "on")
    agent = models.ForeignKey("helpline.Agent", models.CASCADE, related_name="days")
    on = models.DateField()
    answered = models.IntegerField()
    outgoing = models.IntegerField()
    missed = models.IntegerField()  # rang and was not picked up (RONA)
    transfers = models.IntegerField()
    talk = models.IntegerField()
    held = models.IntegerField()
    wrap = models.IntegerField()
    available = models.IntegerField()
    ringing = models.IntegerField()
    paused = models.IntegerField()
    pauses = models.JSONField(default=dict)  # seconds by reason, as they are shown
    planned = models.IntegerField()
    kept = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["on"], name="agentday_on")]


class Occasion(models.Model):
    """Something that makes calls unlike other days: a campaign that brings more, or an outage not to learn from.

    `percent` of the ordinary calls of a line ("" for all) from one day to another; none: left out of the history.
    """

    line = models.SlugField(max_length=20, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    percent = models.SmallIntegerField(null=True)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="occasion_ends_after_start"),
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__range=(1, 1000)), name="occasion_percent"),
        ]
        indexes = [models.Index(fields=["to_on"], condition=Q(ended_at=None), name="occasion_open")]
