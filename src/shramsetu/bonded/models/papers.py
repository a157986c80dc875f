"""Papers of the procedure: numbered when printed, found again by their QR when the signed sheet is scanned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Paper(models.Model):
    """One printed form. `token` is in its QR and says nothing; the number is fixed at print."""

    class State(models.TextChoices):
        PRINTED = "printed", _("Printed")
        RECEIVED = "received", _("Scan received, to be confirmed")
        SCANNED = "scanned", _("Signed and scanned")
        VOID = "void", _("Void")

    kind = models.SlugField()
    number = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=32, unique=True)
    # None: a blank form taken to a site without signal, hung on a case when it comes back.
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="papers")
    district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2, default="hi")
    form_version = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRINTED)
    sha256 = models.CharField(max_length=64, blank=True)  # of the sheet as printed
    printed_by = models.CharField(max_length=80)
    printed_at = models.DateTimeField()
    scan = models.ForeignKey("files.Attachment", models.PROTECT, null=True, related_name="+")
    scanned_by = models.CharField(max_length=80, blank=True)
    scanned_at = models.DateTimeField(null=True)
    # What a magistrate signs counts once a magistrate has looked at its scan.
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["received", "scanned"]) | Q(scan__isnull=False, scanned_at__isnull=False),
                name="paper_scanned_has_scan",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="")
                | (Q(state="scanned", confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="paper_confirmed_is_scanned",
            ),
        ]
        indexes = [models.Index(fields=["case", "kind", "-printed_at"], name="paper_case")]

    def __str__(self) -> str:
        return self.number
