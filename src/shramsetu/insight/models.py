"""Roll-ups of the journal, and what people asked to be told of them.

Every count stands under a scope of a district and a department. 0 means all of them: (0, 0) is the state, (d, 0) a
district, (0, p) a department, (d, p) a department in a district; each is kept on its own, so that a page reads only
its own few rows. Sealed cases count in the state's scope alone. A case without a place counts in no district.
"""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Cursor(models.Model):
    """How far the journal is counted: one row.

    `system` names the database cluster; another one means a restore, and everything is counted anew. Entries up to
    the id `base` came with that restore and are taken by id; all later ones by (xid, id), the place of the last one.
    """

    system = models.BigIntegerField(default=0)
    epoch = models.IntegerField(default=0)
    base = models.BigIntegerField(default=0)
    restored = models.BigIntegerField(default=0)
    xid = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)
    complete = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="cursor_single")]


class DayCount(models.Model):
    """What happened on one day of India in one scope. A department in a district, and a category, only lately."""

    pk = models.CompositePrimaryKey("district", "department", "category", "day", "measure")
    district = models.IntegerField()
    department = models.IntegerField()
    category = models.CharField(max_length=60)
    day = models.DateField()
    measure = models.CharField(max_length=30)
    amount = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["category", "day"], condition=~Q(category=""), name="day_category")]


class MonthCount(models.Model):
    """What happened in one month (its first day) in one scope; by category for state, department and district."""

    pk = models.CompositePrimaryKey("district", "department", "category", "month", "measure")
    district = models.IntegerField()
    department = models.IntegerField()
    category = models.CharField(max_length=60)
    month = models.DateField()
    measure = models.CharField(max_length=30)
    amount = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month", "measure"], name="month_measure")]


class PublicMonth(models.Model):
    """What the state said in public of one month (its first day): written once when it is over, never reckoned anew.

    `rows` has the state (`UP`), each district by its LGD code and each department by its slug, with the counts of every
    public measure; null is withheld. Whatever is shown in public is made of these rows alone: figures that moved from
    one day to the next would tell of the few cases between.
    """

    month = models.DateField(primary_key=True)
    rows = models.JSONField()
    made_at = models.DateTimeField()


class PublicClaims(models.Model):
    """What the state said in public of one month's claims, by scheme and district: written once, as `PublicMonth` is.

    A row is scheme, LGD code (null: the state), received, sanctioned, paid; a count of null is withheld.
    """

    month = models.DateField(primary_key=True)
    rows = models.JSONField()
    made_at = models.DateTimeField()


class OpenState(models.Model):
    """How many cases are open now in one scope, by level and state."""

    pk = models.CompositePrimaryKey("district", "department", "level", "state")
    district = models.IntegerField()
    department = models.IntegerField()
    level = models.SmallIntegerField()
    state = models.CharField(max_length=30)
    amount = models.BigIntegerField()


class OpenDay(models.Model):
    """How many cases are open now in one scope, by the day they were opened, or by the day they are due.

    A paused case counts by the day it was opened and not by its due day: nobody is late with it.
    """

    class Sort(models.TextChoices):
        OPENED = "opened", _("opened")
        DUE = "due", _("due")

    pk = models.CompositePrimaryKey("sort", "district", "department", "day")
    sort = models.CharField(max_length=6, choices=Sort.choices)
    district = models.IntegerField()
    department = models.IntegerField()
    day = models.DateField()
    amount = models.BigIntegerField()


class PostCount(models.Model):
    """What a post did, or left undone, in one month; sealed cases are left out."""

    pk = models.CompositePrimaryKey("post", "month", "measure")
    post = models.IntegerField()
    month = models.DateField()
    measure = models.CharField(max_length=30)
    amount = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["measure", "month", "-amount"], name="post_measure")]


class Mailing(models.Model):
    """Whether a post wants a scheduled report by e-mail; without a row it gets what its role is meant to get."""

    class Report(models.TextChoices):
        DAILY = "daily", _("Every morning: what lies with you")
        WEEKLY = "weekly", _("Every week: your departments or districts")
        MONTHLY = "monthly", _("Every month: the review")
        HELPLINE = "helpline", _("Every morning: the helpline of yesterday")

    post = models.ForeignKey("offices.Post", models.CASCADE, related_name="+")
    report = models.CharField(max_length=8, choices=Report.choices)
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "report"], name="mailing_once")]


class Shape(models.Model):
    """A report as somebody built it: measures by what they are grouped, of which time, and when it is made again."""

    class Group(models.TextChoices):
        DISTRICT = "district", _("by district")
        DEPARTMENT = "department", _("by department")
        CATEGORY = "category", _("by category")
        TIME = "time", _("by day or month")

    class Every(models.TextChoices):
        NEVER = "never", _("only when asked")
        DAY = "day", _("every day")
        WEEK = "week", _("every Monday")
        MONTH = "month", _("on the first of every month")

    class Form(models.TextChoices):
        XLSX = "xlsx", _("Spreadsheet (XLSX)")
        CSV = "csv", _("Text table (CSV)")
        PDF = "pdf", _("Hindi PDF")

    post = models.ForeignKey("offices.Post", models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    measures = ArrayField(models.CharField(max_length=30))
    group = models.CharField(max_length=10, choices=Group.choices)
    period = models.CharField(max_length=8)
    form = models.CharField(max_length=4, choices=Form.choices)
    every = models.CharField(max_length=5, choices=Every.choices, default=Every.NEVER)
    made_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["post"], name="shape_post")]


class Export(models.Model):
    """One making of a report: asked for, made by a job, kept until it expires. Small: it holds counts alone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", pgettext_lazy("export", "failed")

    id = models.UUIDField(primary_key=True, default=uuid4)
    shape = models.ForeignKey(Shape, models.CASCADE, related_name="exports")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    lines = models.IntegerField(default=0)
    content = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(content__isnull=False), name="export_done_has_content"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="export_expires")]
