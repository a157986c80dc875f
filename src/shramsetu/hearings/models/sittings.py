"""Hearings: the dates of a matter, what came of each, and the lists in which they are called."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.hearings.models.forums import Forum
from shramsetu.hearings.models.matters import Litigant, Matter, Representative


class Hearing(models.Model):
    """One date of a matter: fixed for an hour, then heard, put off, or moved to another date, which is another row.

    Of a matter one is fixed at a time. `told_*` is what the parties were last told: where it differs from how it is, a
    notice of change goes out.
    """

    class State(models.TextChoices):
        FIXED = "fixed", _("Fixed")
        DONE = "done", pgettext_lazy("hearing", "Held")
        MOVED = "moved", _("Moved")
        DROPPED = "dropped", pgettext_lazy("hearing", "No longer needed")

    class Result(models.TextChoices):
        NONE = "", _("Not written down yet")
        HEARD = "heard", pgettext_lazy("hearing", "Heard")
        ADJOURNED = "adjourned", pgettext_lazy("hearing", "Adjourned")
        PASSED_OVER = "passed_over", pgettext_lazy("hearing", "Not reached")
        RESERVED = "reserved", _("Heard to the end, order reserved")

    class Side(models.TextChoices):
        NONE = "", _("Nobody")
        CLAIMANT = "claimant", _("Claimant")
        RESPONDENT = "respondent", _("Respondent")
        BOTH = "both", _("Both sides")
        FORUM = "forum", _("The forum itself")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="hearings")
    forum = models.ForeignKey(Forum, models.PROTECT, related_name="hearings")
    seq = models.SmallIntegerField()
    on_at = models.DateTimeField()
    purpose = models.SlugField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.FIXED)
    video_link = models.URLField(blank=True)
    by_video = models.BooleanField(default=False)
    # What came of it.
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    business = models.TextField(blank=True)  # as with the case
    adjourned_by = models.CharField(max_length=10, choices=Side.choices, blank=True)
    cause = models.SlugField(blank=True)  # of the rulebook's list
    cause_words = models.TextField(blank=True)  # as with the case
    cost_paise = models.BigIntegerField(default=0)  # laid on the side that asked
    ended_at = models.DateTimeField(null=True)
    # Where it was moved to, and why.
    moved_to = models.OneToOneField("self", models.PROTECT, null=True, related_name="moved_from")
    moved_why = models.CharField(max_length=200, blank=True)
    fixed_by = models.CharField(max_length=80)
    fixed_at = models.DateTimeField()
    told_on = models.DateField(null=True)
    told_judge = models.BigIntegerField(null=True)  # a user
    told_place = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq"], name="hearing_date_seq"),
            models.UniqueConstraint(fields=["matter"], condition=Q(state="fixed"), name="hearing_one_fixed"),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(result="") & Q(ended_at__isnull=False)),
                name="hearing_held_has_a_result",
            ),
            models.CheckConstraint(condition=Q(state="done") | Q(result=""), name="hearing_result_of_held"),
            models.CheckConstraint(
                condition=~Q(result="adjourned") | (~Q(adjourned_by="") & ~Q(cause="")),
                name="hearing_adjourned_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(result="adjourned") | Q(adjourned_by="", cause="", cost_paise=0),
                name="hearing_side_of_adjourned",
            ),
            models.CheckConstraint(condition=~Q(state="moved") | ~Q(moved_why=""), name="hearing_moved_for_a_reason"),
            models.CheckConstraint(condition=Q(cost_paise__gte=0), name="hearing_cost"),
        ]
        indexes = [
            models.Index(fields=["forum", "on_at"], name="hearing_day"),
            models.Index(fields=["on_at"], condition=Q(state="fixed"), name="hearing_fixed"),
            models.Index(fields=["matter", "on_at"], name="hearing_of"),
        ]


class Presence(models.Model):
    """Who of the parties was there on a date, and how."""

    class How(models.TextChoices):
        ABSENT = "absent", _("Did not come")
        PERSON = "person", _("In person")
        SPEAKER = "speaker", _("By a representative")
        VIDEO = "video", _("By video")

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="presences")
    litigant = models.ForeignKey(Litigant, models.PROTECT, related_name="presences")
    how = models.CharField(max_length=8, choices=How.choices)
    representative = models.ForeignKey(Representative, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hearing", "litigant"], name="presence_once")]


class CauseList(models.Model):
    """The list of one forum for one day: a draft until it is published; then it stands as it is.

    A list published after the first one of its day is supplementary: it holds only what came after, and never takes
    anything back; what was moved since is told beside its row.
    """

    class Kind(models.TextChoices):
        MAIN = "main", _("Cause list")
        SUPPLEMENTARY = "supplementary", _("Supplementary cause list")

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="lists")
    on = models.DateField()
    version = models.SmallIntegerField()
    kind = models.CharField(max_length=13, choices=Kind.choices)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    published_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "on", "version"], name="cause_list_version"),
            models.UniqueConstraint(
                fields=["forum", "on"], condition=Q(published_at=None), name="cause_list_one_draft"
            ),
            models.UniqueConstraint(fields=["forum", "on"], condition=Q(kind="main"), name="cause_list_one_main"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by="") | (Q(published_at__isnull=False) & ~Q(published_by="")),
                name="cause_list_published_by_somebody",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="cause_list_from_1"),
        ]
        indexes = [models.Index(fields=["on", "forum"], condition=Q(published_at__isnull=False), name="cause_list_day")]


class ListItem(models.Model):
    """One hearing in a list, as it stood when it was published: its place, hour, number, title and purpose.

    The title names nobody whom the law does not let be named.
    """

    list = models.ForeignKey(CauseList, models.CASCADE, related_name="items")
    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="items")
    position = models.SmallIntegerField()
    on_at = models.DateTimeField()
    case_number = models.CharField(max_length=12)
    number = models.CharField(max_length=20)
    title = models.TextField(blank=True)
    matter_kind = models.SlugField()
    purpose = models.SlugField()
    by_video = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list", "position"], name="list_item_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["list", "hearing"], name="list_item_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="list_item_from_1"),
        ]
        indexes = [models.Index(fields=["case_number"], name="list_item_number")]
