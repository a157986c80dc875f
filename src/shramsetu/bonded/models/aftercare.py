"""What becomes of a freed person: visits, what an officer made of the signals, and the same site or agent again."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.intake import Operation
from shramsetu.bonded.models.survivors import Survivor
from shramsetu.bonded.rules.visits import BEST, DOMAINS, LEAST


def _score() -> "models.SmallIntegerField[int | None, int | None]":
    return models.SmallIntegerField(null=True, validators=[MinValueValidator(LEAST), MaxValueValidator(BEST)])


class Visit(models.Model):
    """A visit at home: six domains from 1 to 4, debt and income, school, work. Threats and words lie encrypted."""

    class Work(models.TextChoices):
        NONE = "none", _("No work")
        OWN = "own", _("Own land or trade")
        SCHEME = "scheme", _("Government work")
        WAGES = "wages", _("Work for wages nearby")
        AWAY = "away", _("Work away from home")
        SAME_SITE = "same_site", _("Back at the same site")

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="visits")
    seq = models.SmallIntegerField()
    on = models.DateField()
    month = models.SmallIntegerField()  # of the rulebook's months; 0 for one between them
    found = models.BooleanField(default=True)  # the person was met
    safety, legal, mind, economic, social, body = (_score() for _domain in DOMAINS)
    income_paise = models.BigIntegerField(default=0)  # of the household in a month
    debt_paise = models.BigIntegerField(default=0)
    children = models.SmallIntegerField(default=0)  # of school age
    out_of_school = models.SmallIntegerField(default=0)
    work = models.CharField(max_length=10, choices=Work.choices, blank=True)
    closed = models.TextField(blank=True)  # signals that were seen, and words: encrypted with the person's case
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survivor", "seq"], name="visit_seq"),
            models.CheckConstraint(
                condition=Q(found=False) | Q(*[(f"{name}__range", (LEAST, BEST)) for name in DOMAINS]),
                name="visit_scores_1_to_4",
            ),
        ]
        indexes = [models.Index(fields=["survivor", "-on"], name="visit_survivor")]


class RiskNote(models.Model):
    """What an officer made of the signals of one person: computed, confirmed, and why where the two differ."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="risk_notes")
    computed = models.CharField(max_length=6)
    confirmed = models.CharField(max_length=6)
    closed = models.TextField(blank=True)  # signals and reason: encrypted with the person's case
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["survivor", "-at"], name="risk_survivor")]


class Repeat(models.Model):
    """A site or an accused of one operation that was met in an earlier one, by keyed hashes."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="repeats")
    earlier = models.ForeignKey(Operation, models.CASCADE, related_name="repeated_in")
    what = models.CharField(max_length=8)  # site or accused
    code = models.CharField(max_length=20)  # of the site or accused here
    earlier_code = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "earlier", "code", "earlier_code"], name="repeat_once")
        ]
