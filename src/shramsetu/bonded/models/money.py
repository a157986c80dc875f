"""Money of each person and of each district's fund. Lines are written once; triggers refuse to change them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.survivors import Survivor


class Entitlement(models.Model):
    """What a person is entitled to, by the version of the scheme on the day of release. The highest `seq` counts.

    An override is the District Magistrate's and has its reason. `because` lies encrypted with the person's case.
    """

    class Category(models.TextChoices):
        MAN = "man", _("Adult man")
        SPECIAL = "special", _("Special category")
        EXTREME = "extreme", _("Extreme deprivation")

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="entitlements")
    seq = models.SmallIntegerField()
    version = models.SlugField()
    category = models.CharField(max_length=8, choices=Category.choices)
    because = models.TextField()
    facts = models.TextField(blank=True)  # what an officer knew beyond the row of the person; encrypted with the case
    released_on = models.DateField()
    total_paise = models.BigIntegerField()
    immediate_paise = models.BigIntegerField()
    annuity_least_paise = models.BigIntegerField()
    past_approval = models.BooleanField(default=False)
    is_override = models.BooleanField(default=False)
    reason = models.TextField(blank=True)  # of an override; encrypted with the case
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survivor", "seq"], name="entitlement_seq"),
            models.CheckConstraint(condition=Q(is_override=False) | ~Q(reason=""), name="entitlement_override_reason"),
            models.CheckConstraint(
                condition=Q(immediate_paise__gt=0, total_paise__gte=F("immediate_paise"), annuity_least_paise__gte=0),
                name="entitlement_sums",
            ),
        ]


class Account(models.Model):
    """A bank account of a person: number, IFSC and name closed; `mask` is all that a screen shows of it."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="accounts")
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()
    mask = models.CharField(max_length=12)
    key = models.CharField(max_length=64, db_index=True)  # keyed hash of number and IFSC
    name_matches = models.BooleanField()  # the bank's name is the person's; else `reason` says whose it is and why
    reason = models.TextField(blank=True)  # encrypted with the case
    added_by = models.ForeignKey("offices.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Nothing goes to an account that one person alone has written down.
    checked_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survivor"], condition=Q(ended_at=None), name="account_one_in_use"),
            models.CheckConstraint(condition=Q(name_matches=True) | ~Q(reason=""), name="account_other_name_reason"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("added_by")), name="account_four_eyes"
            ),
        ]


class Payment(models.Model):
    """One sum for one person. How it stands is what its lines say; `stage` repeats the last of them for the lists."""

    class Kind(models.TextChoices):
        IMMEDIATE = "immediate", _("Immediate assistance")
        BALANCE = "balance", _("Balance to the bank")
        ANNUITY = "annuity", _("Annuity")
        TRAVEL = "travel", _("Travel")
        FOOD = "food", _("Food")
        WAGES = "wages", _("Wages recovered")
        FINE_SHARE = "fine_share", _("Share of a fine")
        POA_RELIEF = "poa_relief", _("Relief under the PoA Act")
        COMPENSATION = "compensation", _("Victim compensation")
        CHILD_FUND = "child_fund", _("Child labour fund")
        STATE_TOP_UP = "state_top_up", _("State top-up")

    class Stage(models.TextChoices):
        DUE = "due", _("Sum due")
        PROPOSED = "proposed", _("Proposed")
        SANCTIONED = "sanctioned", _("Sanctioned")
        SENT = "sent", _("Sent to the bank")
        PAID = "paid", _("Paid")
        RETURNED = "returned", _("Returned by the bank")
        REFUSED = "refused", _("Not sanctioned")
        CANCELLED = "cancelled", _("Cancelled")

    class Mode(models.TextChoices):
        BANK = "bank", _("Bank account")
        CHEQUE = "cheque", _("Cheque")

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="payments")
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")  # which pays
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=60, blank=True)  # tells payments of one kind apart: a journey, a fine
    source = models.CharField(max_length=9)
    amount_paise = models.BigIntegerField()
    due_paise = models.BigIntegerField(default=0)  # what fell due; nothing where an officer noted the sum by hand
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DUE)
    seq = models.SmallIntegerField(default=0)  # of the last line
    attempts = models.SmallIntegerField(default=0)
    mode = models.CharField(max_length=6, choices=Mode.choices, default=Mode.BANK)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="payments")
    cheque_reason = models.TextField(blank=True)  # why there is no account; encrypted with the case
    head = models.CharField(max_length=60, blank=True)  # head of account
    over_reason = models.TextField(blank=True)  # the DM's, for another sum than is due; encrypted with the case
    due_at = models.DateTimeField()
    stage_at = models.DateTimeField()
    proposed_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    sanctioned_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    sanction_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survivor", "kind", "key"], condition=~Q(stage="cancelled"), name="payment_once"
            ),
            models.CheckConstraint(condition=Q(amount_paise__gt=0, due_paise__gte=0), name="payment_above_nothing"),
            models.CheckConstraint(
                condition=Q(sanctioned_by=None) | ~Q(sanctioned_by=F("proposed_by")), name="payment_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["sanctioned", "sent", "paid", "returned"])
                | Q(proposed_by__isnull=False, sanctioned_by__isnull=False) & ~Q(sanction_number=""),
                name="payment_sanctioned_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(mode="cheque") | ~Q(cheque_reason=""), name="payment_cheque_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "stage", "stage_at"], name="payment_desk"),
            models.Index(fields=["stage", "kind"], name="payment_stage"),
        ]


class PaymentLine(models.Model):
    """One step of a payment. The database takes it only in the order of steps, and never changes it."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="lines")
    seq = models.SmallIntegerField()
    stage = models.CharField(max_length=10, choices=Payment.Stage.choices)
    amount_paise = models.BigIntegerField()
    attempt = models.SmallIntegerField(default=0)
    reference = models.CharField(max_length=60, blank=True)  # sanction, UTR or cheque
    value_on = models.DateField(null=True)
    reason = models.TextField(blank=True)  # encrypted with the case where a person wrote it
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "seq"], name="payment_line_seq"),
            models.CheckConstraint(
                condition=~Q(stage="paid") | ~Q(reference="") & Q(value_on__isnull=False), name="payment_paid_has_proof"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["returned", "refused", "cancelled"]) | ~Q(reason=""), name="payment_line_reason"
            ),
        ]
        ordering = ["payment", "seq"]


class Receipt(models.Model):
    """A cheque handed over: its number, the receipt with the thumb, the photo of the person with it."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="receipts")
    attempt = models.SmallIntegerField()
    # The district whose fund the cheque is of; none for a number that was written twice before this was asked.
    district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    cheque_number = models.CharField(max_length=20)
    cheque_on = models.DateField()
    thumb = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+")
    photo = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+")
    handed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "attempt"], name="receipt_attempt"),
            models.UniqueConstraint(fields=["district", "cheque_number"], name="receipt_cheque_once"),
            models.CheckConstraint(
                condition=Q(handed_on=None) | Q(thumb__isnull=False, photo__isnull=False), name="receipt_has_proof"
            ),
        ]
