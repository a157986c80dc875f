"""Two districts, one record: transfer, journey home, sealed packet, consent, and the chase of a certificate."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.bonded.models.survivors import Household, Survivor


class Transfer(models.Model):
    """Persons handed from the district of the rescue to their home district; either may lie in another state.

    Each half belongs to one district: `rescue_done_at` and `native_done_at` are two signatures, and the transfer is
    completed by the second. A refusal is the end of this row and the beginning of another one (`came_from`).
    """

    class Stage(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        SENT = "sent", _("Sent")
        SEEN = "seen", _("Seen")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused, sent on")
        RECEIVED = "received", _("Received at home")
        COMPLETED = "completed", _("Both halves done")
        WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "Withdrawn")

    class Claims(models.TextChoices):
        RESCUE = "rescue", _("District of the rescue")
        NATIVE = "native", _("Home district")

    code = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.DRAFTED)
    rescue_district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    rescue_state = models.CharField(max_length=40, blank=True)
    native_district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    native_state = models.CharField(max_length=40, blank=True)
    other_office = models.CharField(max_length=200, blank=True)  # of the other state: to whom, where
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="transfers")
    # Who lays the balance before the state: one district, decided once.
    balance_by = models.CharField(max_length=6, choices=Claims.choices, default=Claims.RESCUE)
    came_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="led_to")
    is_fixed = models.BooleanField(default=False)  # the Commissioner named the district: it cannot refuse
    drafted_by = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # of the answer
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answer = models.TextField(blank=True)  # why refused, or in which words accepted; encrypted with the lead's case
    answer_letter = models.CharField(max_length=60, blank=True)  # number and date of a paper answer
    named_district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    named_state = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField(null=True)
    rescue_done_at = models.DateTimeField(null=True)
    rescue_done_by = models.CharField(max_length=80, blank=True)
    native_done_at = models.DateTimeField(null=True)
    native_done_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rescue_district__isnull=False) | ~Q(rescue_state=""), name="transfer_comes_from_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(native_district__isnull=False) | ~Q(native_state=""), name="transfer_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(rescue_district__isnull=False) | Q(native_district__isnull=False),
                name="transfer_touches_this_state",
            ),
            models.CheckConstraint(
                condition=~Q(rescue_district=F("native_district")) | Q(rescue_district=None),
                name="transfer_has_two_districts",
            ),
            models.CheckConstraint(
                condition=~Q(stage="refused")
                | (~Q(answer="") & (Q(named_district__isnull=False) | ~Q(named_state=""))),
                name="transfer_refused_names_where",
            ),
            models.CheckConstraint(
                condition=~Q(stage="completed")
                | (
                    (Q(rescue_district=None) | Q(rescue_done_at__isnull=False))
                    & (Q(native_district=None) | Q(native_done_at__isnull=False))
                ),
                name="transfer_completed_by_both",
            ),
        ]
        indexes = [
            models.Index(fields=["rescue_district", "-drafted_at"], name="transfer_out"),
            models.Index(fields=["native_district", "-drafted_at"], name="transfer_in"),
            models.Index(fields=["-drafted_at"], name="transfer_newest"),
        ]

    def __str__(self) -> str:
        return self.code


class Handed(models.Model):
    """One person of a transfer. A person is in one open transfer at a time."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="persons")
    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="transfers")
    leads = models.BooleanField(default=False)  # carries the duty and the words of the transfer
    # False once the transfer is over, and for whoever left it: died, lost, bound again
    is_open = models.BooleanField(default=True)
    received_at = models.DateTimeField(null=True)
    condition = models.TextField(blank=True)  # on receipt; encrypted with the person's case

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "survivor"], name="handed_once"),
            models.UniqueConstraint(fields=["survivor"], condition=Q(is_open=True), name="handed_in_one_transfer"),
            models.UniqueConstraint(fields=["transfer"], condition=Q(leads=True), name="handed_one_leads"),
        ]


class Journey(models.Model):
    """An escorted way home at the district's cost; it never waits for the money. The escort's name lies shut."""

    class Mode(models.TextChoices):
        TRAIN = "train", _("Train")
        BUS = "bus", _("Bus")
        VEHICLE = "vehicle", _("Vehicle of the district")

    code = models.CharField(max_length=20, unique=True)
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, null=True, related_name="journeys")
    order_number = models.CharField(max_length=60)
    mode = models.CharField(max_length=7, choices=Mode.choices)
    vehicle = models.CharField(max_length=60)  # number of the train, the bus or the car
    escort_post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()  # escort's name, phone and service
    fare_paise = models.BigIntegerField(default=0)
    food_paise = models.BigIntegerField(default=0)
    leaves_at = models.DateTimeField()  # as planned
    arrives_at = models.DateTimeField()
    departed_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)  # when the last of them was handed over
    overdue_told_at = models.DateTimeField(null=True)  # when the escort was called for the first time
    cancelled_at = models.DateTimeField(null=True)  # taken back before they left, or nobody of it is left to arrive
    cancel_reason = models.TextField(blank=True)  # encrypted with the case of the first traveller
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(arrives_at__gt=F("leaves_at")), name="journey_arrives_after_it_leaves"),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(departed_at__isnull=False), name="journey_arrived_departed"
            ),
            models.CheckConstraint(condition=Q(arrived_at=None) | Q(cancelled_at=None), name="journey_has_one_end"),
        ]
        indexes = [
            models.Index(fields=["district", "-leaves_at"], name="journey_district"),
            models.Index(
                fields=["arrives_at"],
                condition=Q(departed_at__isnull=False, arrived_at=None, cancelled_at=None, overdue_told_at=None),
                name="journey_under_way",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Traveller(models.Model):
    """One person of a journey: when handed over, to whom, in what condition, on which receipt.

    Whoever does not travel after all has left it (`left_at`): a plan that was changed or taken back, a death.
    """

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="travellers")
    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="journeys")
    # A child goes home only as the Child Welfare Committee ordered.
    child_order = models.CharField(max_length=60, blank=True)
    arrived_at = models.DateTimeField(null=True)
    handed_to = models.TextField(blank=True)  # encrypted with the person's case, like `condition`
    condition = models.TextField(blank=True)
    receipt = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+", db_index=False)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey", "survivor"], name="traveller_once"),
            models.UniqueConstraint(
                fields=["survivor"], condition=Q(arrived_at=None, left_at=None), name="traveller_on_one_journey"
            ),
            models.CheckConstraint(condition=Q(arrived_at=None) | Q(left_at=None), name="traveller_arrived_or_left"),
        ]


class EscortCall(models.Model):
    """A call to the escort of a journey that is over its time, and what was said."""

    class Result(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        WRONG = "wrong", _("Wrong number")

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="calls")
    result = models.CharField(max_length=9, choices=Result.choices)
    text = models.TextField(blank=True)  # encrypted with the case of the first traveller
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class Consent(models.Model):
    """What a person agreed to or refused, for one purpose. Rows are added, never changed; the last one holds."""

    class Purpose(models.TextChoices):
        SERVICES = "services", _("Help and services")
        DEPARTMENT = "department", _("Sharing with another department")
        OTHER_STATE = "other_state", _("Sharing name and address with the home state")
        OTHER_STATE_SEALED = "other_state_sealed", _("Sharing statement and health with the home state")
        RESEARCH = "research", _("Research")
        PHOTO = "photo", _("Photograph")

    class Said(models.TextChoices):
        GIVEN = "given", _("Given")
        REFUSED = "refused", pgettext_lazy("consent", "Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    survivor = models.ForeignKey(Survivor, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    said = models.CharField(max_length=9, choices=Said.choices)
    language = models.CharField(max_length=40)  # in which it was explained
    witness = models.TextField(blank=True)  # encrypted with the person's case, like `for_child_by`
    for_child_by = models.TextField(blank=True)  # guardian, or the committee's order
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["survivor", "purpose", "-at"], name="consent_last")]


class Packet(models.Model):
    """What a state without login may read, once: the chosen fields as they stood, shut; the code goes another way."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="packets")
    version = models.SmallIntegerField()
    fields = ArrayField(models.CharField(max_length=20))
    reason = models.TextField()  # encrypted with the case of the person who leads
    has_minor = models.BooleanField(default=False)  # then it lies under the ring of children
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()  # the chosen fields of each person, and the code
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "version"], name="packet_version")]


class PacketView(models.Model):
    """One look at a packet's page, allowed or not; the address without its last part."""

    class What(models.TextChoices):
        ASKED = "asked", _("Page opened")
        OPENED = "opened", _("Packet read")
        REFUSED = "refused", _("Refused")
        ANSWERED = "answered", _("Answered")

    packet = models.ForeignKey(Packet, models.CASCADE, related_name="views")
    what = models.CharField(max_length=8, choices=What.choices)
    why = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["packet", "-at"], name="packet_view_newest")]


class Chase(models.Model):
    """A certificate that the district of the rescue owes to somebody who is home already."""

    class State(models.TextChoices):
        OPEN = "open", _("Letters go out")
        RECEIVED = "received", _("Certificate received")
        DENIED = "denied", _("Refused by the district of the rescue")

    survivor = models.OneToOneField(Survivor, models.PROTECT, related_name="chase")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    office = models.CharField(max_length=300)  # whom the letters go to: DM or Labour Commissioner of the rescue
    rescued_on = models.DateField(null=True)  # as the person remembers
    place = models.TextField(blank=True)  # of the rescue: kiln, village; encrypted with the person's case
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # of the next letter
    ended_at = models.DateTimeField(null=True)
    certificate_number = models.CharField(max_length=60, blank=True)
    certificate_on = models.DateField(null=True)
    scan = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="chase_next")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="received") | (~Q(certificate_number="") & Q(certificate_on__isnull=False)),
                name="chase_received_has_certificate",
            )
        ]


class ChaseLetter(models.Model):
    """One letter of a chase: made when its day came, sent when the officer says so."""

    chase = models.ForeignKey(Chase, models.CASCADE, related_name="letters")
    number = models.SmallIntegerField()
    is_copy = models.BooleanField(default=False)  # to the National Human Rights Commission
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    paper = models.OneToOneField("bonded.Paper", models.PROTECT, null=True, related_name="chase_letter")
    letter_number = models.CharField(max_length=60, blank=True)
    sent_on = models.DateField(null=True)
    sent_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chase", "number"], name="chase_letter_once")]
