"""The plan of a freed person at home, line by line, and what proves bondage for the balance."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.survivors import Survivor


class Plan(models.Model):
    """The assessment of needs, and the plan that came of it. What was said at home lies encrypted in `words`."""

    survivor = models.OneToOneField(Survivor, models.CASCADE, primary_key=True, related_name="plan")
    assessed_on = models.DateField()
    members = models.SmallIntegerField(default=1)
    children = models.SmallIntegerField(default=0)  # of school age
    out_of_school = models.SmallIntegerField(default=0)
    landless = models.BooleanField(default=False)
    debt_paise = models.BigIntegerField(default=0)
    income_paise = models.BigIntegerField(default=0)  # of the household in a month
    words = models.TextField(blank=True)  # encrypted with the person's case
    drawn_by = models.CharField(max_length=80)
    drawn_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(out_of_school__lte=models.F("children")), name="plan_children_out_of_school"
            )
        ]


class PlanLine(models.Model):
    """One head of a plan: wanted, or not and why. Once approved, a duty of the department's post carries it."""

    class WhyNot(models.TextChoices):
        HAS = "has", _("Has it already")
        NO_NEED = "no_need", _("Not needed")
        DECLINED = "declined", _("The person does not want it")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    head = models.SlugField()  # of the rulebook's heads
    wanted = models.BooleanField()
    why_not = models.CharField(max_length=8, choices=WhyNot.choices, blank=True)
    note = models.TextField(blank=True)  # for the department; encrypted with the person's case
    duty = models.OneToOneField("casework.Case", models.PROTECT, null=True, related_name="plan_line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "head"], name="plan_line_once"),
            models.CheckConstraint(condition=Q(wanted=True) | ~Q(why_not=""), name="plan_line_says_why_not"),
            models.CheckConstraint(condition=Q(wanted=True) | Q(duty=None), name="plan_line_unwanted_has_no_duty"),
        ]


class Proof(models.Model):
    """A decision on what is paid: that the balance can go without a conviction, or that a sum cannot be paid at all.

    A later one of its kind replaces it.
    """

    class Kind(models.TextChoices):
        DM_PROOF = "dm_proof", _("District Magistrate's finding of proof of bondage")
        SANCTION = "state_sanction", _("Sanction of the state or the ministry")
        CONSENT = "annuity_consent", _("Consent of the freed person to an annuity")
        NO_IMMEDIATE = "no_immediate", _("The immediate assistance cannot be paid")
        NO_BALANCE = "no_balance", _("The balance cannot be paid")

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    holds = models.BooleanField()  # found proved, or sanctioned; else refused with reasons
    order_number = models.CharField(max_length=60)
    order_on = models.DateField()
    reasons = models.TextField()  # encrypted with the person's case
    replaced_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survivor", "kind"], condition=Q(replaced_at=None), name="proof_one_in_force"
            )
        ]
