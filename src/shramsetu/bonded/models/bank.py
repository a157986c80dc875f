"""What went to the bank and what came back from it."""

from django.db import models
from django.db.models import Q

from shramsetu.bonded.models.money import Account, Payment


class BankFile(models.Model):
    """A file of payments for the bank of one district. Its content is closed: no account lies open anywhere."""

    number = models.CharField(max_length=30, unique=True)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    count = models.IntegerField()
    total_paise = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)  # when it was first downloaded
    taken = models.SmallIntegerField(default=0)
    emptied_at = models.DateTimeField(null=True)  # when the last person of it was forgotten, and its content with them
    untaken_at = models.DateTimeField(null=True)  # when a magistrate wrote that the bank did not take it
    # Once it was downloaded two persons say so: who said it first.
    untaken_asked_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    untaken_asked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["district", "-at"], name="bank_file_district")]

    def __str__(self) -> str:
        return self.number


class BankEntry(models.Model):
    """One attempt at one payment in a bank file. A payment has at most one that did not come back.

    `untaken`: given up here, the bank did not take the file. Where it took it after all, that entry is paid, and a
    later one is on `recall`; what was credited a second time is in `excess` until it comes back.
    """

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="entries")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    attempt = models.SmallIntegerField()
    reference = models.CharField(max_length=20, unique=True)
    amount_paise = models.BigIntegerField()
    outcome = models.CharField(max_length=8, blank=True)  # paid or returned, once the bank has answered; see above
    utr = models.CharField(max_length=30, blank=True)
    value_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "attempt"], name="bank_entry_attempt"),
            models.UniqueConstraint(
                fields=["payment"],
                condition=~Q(outcome__in=["returned", "untaken", "recall", "excess"]),
                name="bank_entry_one_living",
            ),
            models.UniqueConstraint(fields=["utr"], condition=Q(outcome__in=["paid", "excess"]), name="bank_entry_utr"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["paid", "excess"]) | ~Q(utr="") & Q(value_on__isnull=False),
                name="bank_entry_paid_has_proof",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "paid", "returned", "untaken", "recall", "excess"]),
                name="bank_entry_outcome",
            ),
        ]


class Statement(models.Model):
    """One reading of a bank's statement by a post: each reader has their own, and another one for lines left open."""

    sha256 = models.CharField(max_length=64)
    reading = models.SmallIntegerField(default=1)  # the same file again, for what was not settled before
    by = models.CharField(max_length=80)
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "post", "reading"], name="statement_reading")]
        indexes = [models.Index(fields=["post", "-at"], name="statement_post")]


class StatementRow(models.Model):
    """One line of a statement and what it was found to mean; its texts are closed: banks write names into reasons."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="rows")
    row = models.IntegerField()
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()
    result = models.CharField(max_length=12)
    wrong = models.CharField(max_length=12, blank=True)  # the column that cannot be read
    entry = models.ForeignKey(BankEntry, models.PROTECT, null=True, related_name="rows")
    outcome = models.CharField(max_length=8, blank=True)  # what a matched line said of the entry
    emptied = models.BooleanField(default=False)  # nothing of its texts is kept: another's, too old, or forgotten

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "row"], name="statement_row"),
            models.UniqueConstraint(
                fields=["entry", "outcome"], condition=Q(result="matched"), name="statement_row_settles_once"
            ),
        ]
