"""What was granted, to whom, and when each part of it falls due. Kinds are never added up to one sum."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.schemes.models.claims import Claim


class Payee(models.Model):
    """To whom the money of a claim goes. The worker has account and name in the registry, anybody else has them here.

    Name and account lie encrypted; `match` is the keyed hash under which the registry has accounts too.
    """

    class Who(models.TextChoices):
        WORKER = "worker", _("The worker")
        HEIR = "heir", _("Heir")
        DAUGHTER = "daughter", _("Daughter")
        HOSPITAL = "hospital", _("Hospital")
        ORGANISER = "organiser", _("Organiser")

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payees")
    seat = models.SmallIntegerField()
    who = models.CharField(max_length=9, choices=Who.choices)
    worker = models.ForeignKey("workers.Worker", models.PROTECT, null=True, related_name="+", db_index=False)
    kin = models.CharField(max_length=8, blank=True)  # an heir's or a daughter's, to the worker
    born_on = models.DateField(null=True)
    weight = models.SmallIntegerField(default=1)  # of several heirs
    key_id = models.CharField(max_length=20, blank=True)
    closed = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "seat"], name="payee_seat"),
            models.CheckConstraint(
                condition=Q(who="worker", worker__isnull=False) | ~Q(who="worker"), name="payee_who"
            ),
            models.CheckConstraint(condition=Q(weight__gte=1, seat__gte=1), name="payee_weight"),
        ]


class PayeeAccount(models.Model):
    """An account of a payee who is not the worker. Nothing goes to one that a single person has written down."""

    payee = models.ForeignKey(Payee, models.PROTECT, related_name="accounts")
    ifsc = models.CharField(max_length=11)
    last_four = models.CharField(max_length=4)
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()
    match = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=80)
    checked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payee"], condition=Q(ended_at=None), name="payee_account_in_use"),
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("entered_by")), name="payee_account_two_persons"
            ),
        ]
        indexes = [models.Index(fields=["match"], condition=Q(ended_at=None), name="payee_account_match")]


class Award(models.Model):
    """One benefit of a sanctioned claim for one payee: its kind, its sum, or what it is a month.

    A pension has no total; `paid_through` is the last month for which a due was made. `case` is the case of the
    benefit's rule, by which later orders find the sum of a month. `died_on` is when a pensioner died whose pension goes
    on to the spouse: what was paid for later months is to come back.
    """

    class Kind(models.TextChoices):
        ONCE = "once", _("Once")
        YEARLY = "yearly", _("Each year")
        PER_EVENT = "per_event", _("For an event")
        DEPOSIT = "deposit", _("Deposit")
        INSTALMENTS = "instalments", _("Instalments")
        PENSION = "pension", _("Pension")
        REFUND = "refund", _("Repayment")
        ADVANCE = "advance", _("Advance")

    class State(models.TextChoices):
        LIVE = "live", _("Being paid")
        STOPPED = "stopped", pgettext_lazy("pension", "Stopped")
        ENDED = "ended", _("Ended")

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="awards")
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="awards")
    board = models.SlugField()
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    part = models.SlugField()
    case = models.SlugField()
    kind = models.CharField(max_length=11, choices=Kind.choices)
    total_paise = models.BigIntegerField(null=True)
    granted_on = models.DateField()
    granted_by = models.CharField(max_length=80)
    first_month = models.DateField(null=True)  # of a pension
    paid_through = models.DateField(null=True)  # of a pension: the last month with a due; the one before the first
    state = models.CharField(max_length=7, choices=State.choices, default=State.LIVE)
    why = models.SlugField(blank=True)  # it is stopped or has ended
    died_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "part", "payee"], name="award_once"),
            models.CheckConstraint(condition=Q(total_paise=None) | Q(total_paise__gt=0), name="award_above_nothing"),
            models.CheckConstraint(
                condition=Q(kind="pension", total_paise=None, first_month__isnull=False, paid_through__isnull=False)
                | ~Q(kind="pension") & Q(total_paise__isnull=False, first_month=None, paid_through=None),
                name="award_sum_or_month",
            ),
            models.CheckConstraint(condition=Q(state="live") | ~Q(why=""), name="award_stopped_says_why"),
        ]
        indexes = [
            models.Index(fields=["kind", "paid_through"], condition=Q(state="live"), name="award_pension_run"),
            models.Index(fields=["board", "kind", "district"], name="award_board"),
        ]

    def __str__(self) -> str:
        return f"award:{self.pk}"


class Due(models.Model):
    """One sum of an award that falls due on a day. `interest_paise` is the part of an instalment that is interest.

    `stage` repeats what the last transfer of it says, for the lists; board, district and kind repeat the award's.
    """

    class Stage(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("payment", "Planned")
        BATCHED = "batched", _("In a batch")
        SENT = "sent", _("At the bank")
        PAID = "paid", _("Paid")
        RETURNED = "returned", pgettext_lazy("payment", "Returned by the bank")
        CANCELLED = "cancelled", _("Taken back")

    award = models.ForeignKey(Award, models.PROTECT, related_name="dues", db_index=False)
    seq = models.SmallIntegerField()
    due_on = models.DateField()
    month = models.DateField(null=True)  # the first day of the month it is for: a pension's
    paise = models.BigIntegerField()
    interest_paise = models.BigIntegerField(default=0)
    board = models.SlugField(db_index=False)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=11, choices=Award.Kind.choices)
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.PLANNED)
    stage_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    paid_on = models.DateField(null=True)
    why = models.CharField(max_length=40, blank=True)  # it was taken back; or the code with which it came back

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "seq"], name="due_seq"),
            models.UniqueConstraint(fields=["award", "month"], condition=Q(month__isnull=False), name="due_month"),
            models.CheckConstraint(
                condition=Q(paise__gt=0, interest_paise__gte=0, interest_paise__lte=F("paise")), name="due_sums"
            ),
            models.CheckConstraint(condition=~Q(stage="paid") | Q(paid_on__isnull=False), name="due_paid_has_day"),
            models.CheckConstraint(condition=~Q(stage="cancelled") | ~Q(why=""), name="due_cancelled_says_why"),
        ]
        indexes = [
            models.Index(
                fields=["board", "kind", "district", "due_on"],
                condition=Q(stage__in=["planned", "returned"]),
                name="due_to_pay",
            ),
            models.Index(fields=["board", "paid_on"], condition=Q(stage="paid"), name="due_paid"),
        ]


class Correction(models.Model):
    """The sum of an award put right after the sanction: asked for by one person, made by another, or dropped.

    What was paid stays paid. `over_paise` was paid beyond the right sum and is to come back.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="corrections")
    before_paise = models.BigIntegerField()
    after_paise = models.BigIntegerField()
    order = models.CharField(max_length=120)  # number and day of the order that corrects the sanction
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    is_made = models.BooleanField(null=True)
    over_paise = models.BigIntegerField(default=0)
    recovered_on = models.DateField(null=True)
    recovered_by = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=40, blank=True)  # of the credit by which it came back

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(decided_at=None), name="correction_one_open"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by="", is_made=None)
                | Q(decided_at__isnull=False, is_made__isnull=False) & ~Q(decided_by=""),
                name="correction_decided",
            ),
            models.CheckConstraint(
                condition=Q(is_made=None) | Q(is_made=False) | ~Q(decided_by=F("asked_by")),
                name="correction_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(before_paise__gt=0, after_paise__gt=0, over_paise__gte=0), name="correction_sums"
            ),
            models.CheckConstraint(
                condition=Q(recovered_on=None) | Q(over_paise__gt=0) & ~Q(recovered_by="") & ~Q(reference=""),
                name="correction_recovered",
            ),
        ]


class Deposit(models.Model):
    """A fixed deposit in a daughter's name: the bank's receipt, written down by one and checked by another.

    It is released when she is of age and unmarried; the bank then pays her what it has become.
    """

    award = models.OneToOneField(Award, models.PROTECT, primary_key=True, related_name="deposit")
    matures_on = models.DateField()
    bank = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=30, blank=True)
    made_on = models.DateField(null=True)
    entered_by = models.CharField(max_length=80, blank=True)
    checked_by = models.CharField(max_length=80, blank=True)
    proof = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+")
    is_unmarried = models.BooleanField(null=True)  # as proved at maturity
    proved_by = models.CharField(max_length=80, blank=True)
    released_by = models.CharField(max_length=80, blank=True)
    released_on = models.DateField(null=True)
    released_paise = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "number"], condition=~Q(number=""), name="deposit_number"),
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=F("entered_by")) & Q(made_on__isnull=False),
                name="deposit_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(released_on=None)
                | Q(is_unmarried=True, released_on__gte=F("matures_on"), released_paise__gt=0)
                & ~Q(released_by=F("proved_by")),
                name="deposit_released_when_due",
            ),
        ]
        indexes = [models.Index(fields=["matures_on"], condition=Q(released_on=None), name="deposit_calendar")]


class LifeProof(models.Model):
    """A pensioner was seen alive: by whom, how, on which day."""

    class Way(models.TextChoices):
        SEEN = "seen", _("Seen by an officer")
        BIOMETRIC = "biometric", _("Fingerprint or iris")
        BANK = "bank", _("Certificate of the bank")

    award = models.ForeignKey(Award, models.PROTECT, related_name="lives")
    on = models.DateField()
    way = models.CharField(max_length=9, choices=Way.choices)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["award", "on"], name="life_once_a_day")]
