"""What went to the bank in which batch, by whose two hands, and what came back of each line."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.schemes.models.money import Award, Due, PayeeAccount


class Batch(models.Model):
    """Sums of one board, one kind and one district that go to the bank together: made by one, approved by another."""

    class Stage(models.TextChoices):
        MADE = "made", pgettext_lazy("payment", "Waits for approval")
        APPROVED = "approved", pgettext_lazy("payment", "Approved")
        REFUSED = "refused", _("Sent back")
        UNTAKEN = "untaken", _("Not taken by the bank")

    number = models.CharField(max_length=24, unique=True)
    board = models.SlugField()
    kind = models.CharField(max_length=11, choices=Award.Kind.choices)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    count = models.IntegerField()
    total_paise = models.BigIntegerField()
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.MADE)
    made_by = models.ForeignKey("offices.User", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # it was sent back, or the bank did not take it
    untaken_asked_by = models.ForeignKey(
        "offices.User", models.PROTECT, null=True, related_name="+", db_index=False
    )  # who said first that the bank did not take it

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("made_by")), name="batch_four_eyes"),
            models.CheckConstraint(
                condition=Q(stage="made", decided_by=None)
                | ~Q(stage="made") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="batch_decided",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["refused", "untaken"]) | ~Q(reason=""), name="batch_says_why"
            ),
            models.CheckConstraint(condition=Q(count__gt=0, total_paise__gt=0), name="batch_above_nothing"),
        ]
        indexes = [models.Index(fields=["board", "stage", "-made_at"], name="batch_desk")]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """The key of this batch's stream in the journal."""
        return f"batch:{self.number}"


class BatchFile(models.Model):
    """The file of an approved batch, made once. Its content is closed: no account lies open anywhere."""

    batch = models.OneToOneField(Batch, models.PROTECT, primary_key=True, related_name="file")
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()
    at = models.DateTimeField()
    taken = models.SmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)  # first downloaded
    emptied_at = models.DateTimeField(null=True)  # when the last claim of it was forgotten, and its content with it


class Transfer(models.Model):
    """One attempt at one due. A due has at most one that did not come back; `reference` is what the bank knows of it.

    What lies at the bank and what was answered is never written over: a bank that takes a credit back, days later,
    turns `paid` to `returned`, and the UTR of the credit stays.
    """

    class Outcome(models.TextChoices):
        WAITING = "", _("No answer yet")
        PAID = "paid", _("Paid")
        RETURNED = "returned", pgettext_lazy("payment", "Returned")
        DROPPED = "dropped", _("Left out of the batch")
        UNTAKEN = "untaken", _("Not taken by the bank")
        EXCESS = "excess", _("Paid a second time")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="transfers", db_index=False)
    line = models.IntegerField()
    due = models.ForeignKey(Due, models.PROTECT, related_name="transfers", db_index=False)
    attempt = models.SmallIntegerField()
    reference = models.CharField(max_length=20, unique=True)
    paise = models.BigIntegerField()
    account = models.ForeignKey("workers.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    payee_account = models.ForeignKey(PayeeAccount, models.PROTECT, null=True, related_name="+", db_index=False)
    match = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    code = models.CharField(max_length=3, blank=True)
    utr = models.CharField(max_length=30, blank=True)
    value_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    mended_by = models.CharField(max_length=80, blank=True)  # who wrote that a returned sum may go out again
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["due", "attempt"], name="transfer_attempt"),
            models.UniqueConstraint(fields=["due"], condition=Q(outcome__in=["", "paid"]), name="transfer_one_living"),
            models.UniqueConstraint(fields=["batch", "line"], name="transfer_line"),
            models.UniqueConstraint(fields=["utr"], condition=Q(outcome__in=["paid", "excess"]), name="transfer_utr"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["paid", "excess"]) | ~Q(utr="") & Q(value_on__isnull=False),
                name="transfer_paid_has_proof",
            ),
            models.CheckConstraint(condition=~Q(outcome="returned") | ~Q(code=""), name="transfer_returned_has_code"),
            models.CheckConstraint(
                condition=Q(account=None, payee_account__isnull=False) | Q(account__isnull=False, payee_account=None),
                name="transfer_one_account",
            ),
            models.CheckConstraint(condition=Q(paise__gt=0), name="transfer_above_nothing"),
        ]
        indexes = [models.Index(fields=["match"], name="transfer_match")]


class Answer(models.Model):
    """One reading of a bank's file of answers; the same file again is the same reading."""

    board = models.SlugField()
    sha256 = models.CharField(max_length=64)
    count = models.IntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "sha256"], name="answer_once")]
        indexes = [models.Index(fields=["board", "-at"], name="answer_board")]


class AnswerRow(models.Model):
    """One line of a bank's answer and what it was found to mean; its texts are closed."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="rows", db_index=False)
    row = models.IntegerField()
    result = models.CharField(max_length=12)
    wrong = models.CharField(max_length=12, blank=True)  # the column that cannot be read
    transfer = models.ForeignKey(Transfer, models.PROTECT, null=True, related_name="rows")
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "row"], name="answer_row")]


class SharedAccount(models.Model):
    """An account into which the money of several persons would go. Nothing goes there until somebody cleared it.

    Each board that would pay into it has a row and a word of its own. Cleared for `persons`: when more appear, it
    waits again.
    """

    match = models.CharField(max_length=64)
    board = models.SlugField()
    persons = models.SmallIntegerField()  # seen there
    found_at = models.DateTimeField()
    cleared_for = models.SmallIntegerField(default=0)
    cleared_by = models.CharField(max_length=80, blank=True)
    cleared_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cleared_for=0) | ~Q(cleared_by="") & ~Q(reason=""), name="shared_account_cleared"
            ),
            models.UniqueConstraint(fields=["match", "board"], name="shared_account_once"),
        ]
        indexes = [models.Index(fields=["board", "-found_at"], name="shared_account_desk")]


class Counter(models.Model):
    """Running numbers by name: one update raises and reads them."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.IntegerField()
