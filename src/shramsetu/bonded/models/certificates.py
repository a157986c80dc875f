"""What was printed, the release certificates with their versions, and scans that still wait for their place."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.papers import Paper
from shramsetu.bonded.models.survivors import Survivor


class PaperBody(models.Model):
    """What stands on a printed paper, encrypted: the same number always prints the same words."""

    paper = models.OneToOneField(Paper, models.CASCADE, primary_key=True, related_name="body")
    is_child = models.BooleanField(default=False)
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()


class Certificate(models.Model):
    """One version of a person's release certificate. At most one is in force for a person."""

    class Standing(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        CORRECTED = "corrected", _("Corrected by a later version")
        SUPERSEDED = "superseded", _("Superseded by a later version")
        CANCELLED = "cancelled", _("Cancelled")

    class Signature(models.TextChoices):
        NONE = "", _("Not signed yet")
        INK = "ink", _("Signed and sealed on paper")
        ELECTRONIC = "esign", _("Signed electronically")

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="certificates")
    version = models.SmallIntegerField()
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="certificate")
    magistrate = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    signature = models.CharField(max_length=6, choices=Signature.choices, blank=True)
    signed_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.IN_FORCE)
    reason = models.TextField(blank=True)  # why it is no longer in force; encrypted with the case
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survivor", "version"], name="certificate_version"),
            models.UniqueConstraint(fields=["survivor"], condition=Q(standing="in_force"), name="certificate_in_force"),
            models.CheckConstraint(
                condition=Q(standing="in_force", ended_at=None)
                | (~Q(standing="in_force") & Q(ended_at__gte=F("issued_at"))),
                name="certificate_ended",
            ),
            models.CheckConstraint(
                condition=Q(signature="", signed_at=None) | (~Q(signature="") & Q(signed_at__isnull=False)),
                name="certificate_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.paper.number


class Scan(models.Model):
    """A scan that found no place by itself: kept, encrypted, with whoever handed it in, until they place it."""

    class Trouble(models.TextChoices):
        UNREADABLE = "unreadable", _("No code could be read")
        FOREIGN = "foreign", _("The code is not of a paper of ours")
        UNKNOWN = "unknown", _("No paper with this code is known here")
        OTHER_PAPER = "other_paper", _("It is another paper than the one asked for")
        DUPLICATE = "duplicate", _("This paper has come back already")
        NOT_IN_FORCE = "not_in_force", _("A later version of this paper has taken its place")
        BLANK = "blank", _("A blank form: say to which case it belongs")
        PRINT = "print", _("The sheet as it was printed, not a scan of it: have it signed, then scan or photograph it")
        OTHER_HALF = "other_half", _("The other district printed this paper, and scans it back itself")
        BROKEN = "broken", _("The file cannot be opened, or is too large to be read")
        READING = "reading", _("It is long and is still being read. Look here again in a few minutes.")

    id = models.UUIDField(primary_key=True, default=uuid4)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    trouble = models.CharField(max_length=12, choices=Trouble.choices)
    pages = models.SmallIntegerField(default=0)
    media_type = models.CharField(max_length=40)
    # The paper it seems to be, shown only to whoever may see that paper's case.
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="waiting_scans")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    placed = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["post", "-at"], condition=Q(decided_at=None), name="scan_waiting")]

    @property
    def stream(self) -> str:
        """The stream that its content hangs on."""
        return f"scan:{self.pk}"
