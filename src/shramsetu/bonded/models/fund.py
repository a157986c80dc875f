"""The rehabilitation fund of each district, and what the centre is asked to pay back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.money import Payment

# Turns of a payment in proposals: the odd ones ask for its sum, the even ones give it back.
ASKS, GIVES_BACK = list(range(1, 40, 2)), list(range(2, 40, 2))


class FundLine(models.Model):
    """One movement of a district's rehabilitation fund; `balance_paise` is what is left, never below nothing."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("Opening balance")
        SENT = "sent", _("Paid out")
        RETURNED = "returned", _("Returned by the bank")
        FINE = "fine", _("Fine received")
        RECOUPED = "recouped", _("Paid back by the centre")
        ADDED = "added", _("Added by the state")
        TAKEN = "taken", _("Paid out of a file that was said not taken")
        EXCESS = "excess", _("Paid out a second time")
        GOT_BACK = "got_back", _("Came back")
        REPAID = "repaid", _("Given back to the state")

    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    seq = models.IntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount_paise = models.BigIntegerField()  # what goes out is below nothing
    balance_paise = models.BigIntegerField()
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="fund_lines")
    attempt = models.SmallIntegerField(default=0)
    claim = models.ForeignKey("bonded.Claim", models.PROTECT, null=True, related_name="fund_lines")
    reference = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "seq"], name="fund_line_seq"),
            models.UniqueConstraint(fields=["district"], condition=Q(kind="opening"), name="fund_opens_once"),
            models.UniqueConstraint(
                fields=["payment", "attempt", "kind"], condition=Q(payment__isnull=False), name="fund_line_once"
            ),
            models.UniqueConstraint(
                fields=["district", "kind", "reference"],
                condition=Q(kind__in=["fine", "recouped", "added", "repaid"]),
                name="fund_line_reference",
            ),
            models.CheckConstraint(condition=Q(balance_paise__gte=0), name="fund_not_below_nothing"),
            models.CheckConstraint(
                condition=Q(kind__in=["sent", "taken", "excess", "repaid"], amount_paise__lt=0)
                | Q(kind="opening", amount_paise=0)  # a fund that holds nothing is opened with nothing
                | ~Q(kind__in=["sent", "taken", "excess", "repaid"]) & Q(amount_paise__gt=0),
                name="fund_line_sign",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["opening", "sent", "returned"]) | ~Q(reference=""), name="fund_line_has_reference"
            ),
        ]
        ordering = ["district", "seq"]


class Claim(models.Model):
    """A batch of paid sums that the centre is asked to pay back, through the state.

    Below nothing it is a correction: more came back of earlier ones than is asked for, and the state gets it back.
    """

    number = models.CharField(max_length=30, unique=True)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    count = models.IntegerField()
    total_paise = models.BigIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    to_state_on = models.DateField(null=True)
    to_state_letter = models.CharField(max_length=60, blank=True)
    to_centre_on = models.DateField(null=True)
    to_centre_letter = models.CharField(max_length=60, blank=True)
    received_paise = models.BigIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received_paise__gte=0, received_paise__lte=F("total_paise"))
                | Q(received_paise__lte=0, received_paise__gte=F("total_paise"), total_paise__lt=0),
                name="claim_not_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(to_centre_on=None) | Q(to_state_on__isnull=False), name="claim_through_the_state"
            ),
        ]
        indexes = [models.Index(fields=["district", "-at"], name="claim_district")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_correction(self) -> bool:
        """Tell whether the state gets money back by it."""
        return self.total_paise < 0


class ClaimItem(models.Model):
    """One paid sum in a claim, or its deduction where the money came back later; the two take turns."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="items")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="claimed")
    turn = models.SmallIntegerField(default=1)  # of the payment: odd turns ask, even ones give back
    amount_paise = models.BigIntegerField()  # a deduction is below nothing
    certificate = models.CharField(max_length=60)
    proof = models.CharField(max_length=60)  # UTR or cheque, as it stands in the ledger; of a deduction, that it undoes

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "turn"], name="claim_item_turn"),
            models.CheckConstraint(
                condition=Q(turn__in=ASKS, amount_paise__gt=0) | Q(turn__in=GIVES_BACK, amount_paise__lt=0),
                name="claim_item_sign",
            ),
        ]


class ClaimReceipt(models.Model):
    """Money that came back on a claim, or that a correction gave back: whose it is, by what was laid out."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="receipts")
    amount_paise = models.BigIntegerField()
    fund_paise = models.BigIntegerField()
    reference = models.CharField(max_length=60, unique=True)
    on = models.DateField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_paise__gt=0, fund_paise__gte=0, fund_paise__lte=F("amount_paise"))
                | Q(amount_paise__lt=0, fund_paise__lte=0, fund_paise__gte=F("amount_paise")),
                name="claim_receipt_sums",
            )
        ]
