"""What is asked of the whole registry: what a draft order would change, who has not claimed, what came of the money."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.schemes.models.claims import Claim


class WhatIf(models.Model):
    """A draft order laid over the registry: what it changes, and of each district who gains, who loses, what it costs.

    `changes` is what the draft says (figures, conditions, rupees); `districts` is the answer, a row for each.
    """

    scheme = models.SlugField()
    title = models.CharField(max_length=200)
    changes = models.JSONField()
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("offices.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    on = models.DateField()
    run = models.OneToOneField("casework.Run", models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    workers = models.IntegerField(null=True)
    districts = models.JSONField(default=list)
    unseen = models.JSONField(default=list)  # conditions that the registry cannot answer

    class Meta:
        indexes = [models.Index(fields=["post", "-made_at"], name="whatif_post")]

    def __str__(self) -> str:
        return f"whatif:{self.pk}"


class Unclaimed(models.Model):
    """A worker who may be owed something and has not asked for it, as the nightly list found it.

    `scheme` is empty for a card whose renewal is due or has lapsed. `sign` says what in the registry points to it,
    `event_on` on which day, `last_on` the last day on which it can be asked for. A row stays when it is over.
    """

    class Sign(models.TextChoices):
        BIRTH = "birth", _("A child was born")
        DEATH = "death", _("The worker died")
        PUPIL = "pupil", _("A child of school age")
        BRIDE = "bride", _("A grown daughter, not married")
        AGE = "age", _("Old enough for the pension")
        DUE = "due", _("Renewal due")
        LAPSED = "lapsed", _("Renewal lapsed")
        DRAFT = "draft", _("A claim was begun and not sent")
        PAPERS = "papers", _("A claim laid aside waits for papers")
        APPEAL = "appeal", _("A refusal can be appealed")

    worker = models.ForeignKey("workers.Worker", models.CASCADE, related_name="unclaimed", db_index=False)
    scheme = models.SlugField(blank=True, db_index=False)
    sign = models.CharField(max_length=6, choices=Sign.choices)
    event_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    found_on = models.DateField()
    over_on = models.DateField(null=True)
    called_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "scheme", "sign"], condition=Q(over_on=None), name="unclaimed_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["district", "scheme", "sign", "place"], condition=Q(over_on=None), name="unclaimed_list"
            ),
            models.Index(
                fields=["last_on"], condition=Q(over_on=None, last_on__isnull=False), name="unclaimed_running_out"
            ),
        ]


class Eligible(models.Model):
    """To how many workers of a district a scheme is open, of one part of the registry, as counted at night."""

    first = models.BigIntegerField()  # the number with which the part begins
    scheme = models.SlugField(db_index=False)
    district = models.ForeignKey("places.Place", models.CASCADE, related_name="+", db_index=False)
    workers = models.IntegerField()
    unpaid = models.IntegerField()  # of these, who had not been paid under it when they were counted
    counted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "scheme", "district"], name="eligible_part"),
            models.CheckConstraint(condition=Q(unpaid__gte=0, unpaid__lte=F("workers")), name="eligible_unpaid"),
        ]
        indexes = [models.Index(fields=["scheme", "district"], name="eligible_scheme")]


class Aftercall(models.Model):
    """A call some time after money came, to a beneficiary drawn by lot: did it come whole, was a cut taken, what for.

    What the beneficiary says of a cut names nobody here: that is a grievance, opened from the call.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To be called")
        ANSWERED = "answered", pgettext_lazy("an answer came", "Answered")
        REFUSED = "refused", _("Did not want to answer")
        MISSED = "missed", _("Not reached")

    class Whole(models.TextChoices):
        YES = "yes", _("Came whole")
        LESS = "less", _("Came, but less")
        NO = "no", _("Did not come")

    class Used(models.TextChoices):
        MEANT = "meant", _("For what it was given")
        HOME = "home", _("For the household")
        DEBT = "debt", _("To pay a debt")
        HEALTH = "health", _("For treatment")
        SAVED = "saved", _("Still saved")
        OTHER = "other", _("For something else")

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True, related_name="aftercall")
    scheme = models.SlugField(db_index=False)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    paid_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.SmallIntegerField(default=0)
    next_on = models.DateField()
    came = models.CharField(max_length=4, choices=Whole.choices, blank=True)
    cut_taken = models.BooleanField(null=True)
    cut_paise = models.BigIntegerField(null=True)
    used = models.CharField(max_length=6, choices=Used.choices, blank=True)
    grievance = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(came="", used="") & Q(cut_taken__isnull=False, at__isnull=False),
                name="aftercall_answered_whole",
            ),
            models.CheckConstraint(condition=Q(cut_paise=None) | Q(cut_taken=True), name="aftercall_cut"),
        ]
        indexes = [
            models.Index(fields=["next_on"], condition=Q(state="waiting"), name="aftercall_waiting"),
            models.Index(fields=["scheme", "district", "state"], name="aftercall_results"),
        ]
