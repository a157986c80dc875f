"""E-mails that came, where they were fetched, and the addresses that answers come back to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

APP = "intake"


class Box(models.Model):
    """A folder of a mailbox on a server. `uidvalidity` is what its numbers count from; another one numbers anew."""

    name = models.CharField(max_length=200, unique=True)  # user@host/folder, never a password
    uidvalidity = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    error = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = APP


class Mail(models.Model):
    """One e-mail, however often and by whichever way it came. As it came it lies attached to its stream.

    While it waits its words stand here; once it belongs to a case they stand there alone, and here nothing personal.
    `suggested` is the case that it seems to belong to, `follows` an earlier mail of the same writer that it answers.
    """

    class State(models.TextChoices):
        TAKEN = "taken", _("Not read yet")
        WAITING = "waiting", _("Waits for a person")
        QUARANTINED = "quarantined", _("In quarantine")
        JOINED = "joined", _("Joined to a case")
        FILED = "filed", _("Became a case")
        AUTOMATIC = "automatic", _("Automatic mail")
        DISCARDED = "discarded", pgettext_lazy("mail", "Put away")

    fingerprint = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=State)
    taken_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    size = models.IntegerField()
    is_cut = models.BooleanField(default=False)  # too large: its beginning alone was fetched
    tries = models.SmallIntegerField(default=0)
    message_id = models.CharField(max_length=250, blank=True)
    sender_key = models.CharField(max_length=64, blank=True)  # keyed hash of the address
    sender = models.EmailField(blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    original = models.ForeignKey("files.Attachment", models.SET_NULL, null=True, related_name="+", db_index=False)
    papers = models.SmallIntegerField(default=0)
    brought = ArrayField(models.UUIDField(), default=list)  # the attachments that it brought into its case
    said_seq = models.IntegerField(null=True)  # the entry of its case that holds its words
    refused = models.JSONField(default=list)  # of each attachment that was not taken: its name, and why
    signs = ArrayField(models.CharField(max_length=20), default=list)  # suspicion.POINTS, or why it is automatic
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="mails", db_index=False)
    suggested = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+", db_index=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    reason = models.CharField(max_length=300, blank=True)  # why a person put it away
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["taken", "waiting", "quarantined", "joined", "filed", "automatic", "discarded"]),
                name="mail_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["joined", "filed"])
                | Q(case__isnull=False, sender="", sender_name="", subject="", text=""),
                name="mail_of_a_case_says_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(state="discarded") | Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="mail_put_away_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(follows=F("id")), name="mail_not_after_itself"),
        ]
        indexes = [
            models.Index(fields=["state", "-taken_at"], name="mail_list"),
            models.Index(fields=["sender_key", "-taken_at"], name="mail_sender", condition=~Q(sender_key="")),
            models.Index(fields=["message_id"], name="mail_message_id", condition=~Q(message_id="")),
            models.Index(fields=["case", "taken_at"], name="mail_case", condition=Q(case__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.stream

    @property
    def stream(self) -> str:
        """The key of its stream in the journal, and of what came with it."""
        return f"mail:{self.pk}"

    @property
    def ref(self) -> str:
        """Its name on the form of registration."""
        return f"mail-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether a person may still decide about it."""
        return self.state in {self.State.WAITING, self.State.QUARANTINED, self.State.AUTOMATIC, self.State.DISCARDED}


class Fetched(models.Model):
    """That a number of a folder was taken, and whether the server was told so. The same mail may be there twice."""

    box = models.ForeignKey(Box, models.CASCADE, db_index=False)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    mail = models.ForeignKey(Mail, models.CASCADE, related_name="fetched")
    flagged_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = [models.UniqueConstraint(fields=["box", "uidvalidity", "uid"], name="fetched_once")]
        indexes = [models.Index(fields=["box"], name="fetched_unflagged", condition=Q(flagged_at=None))]


class Thread(models.Model):
    """The talk with one address about one case. Its token stands in the address that answers come back to.

    Of the address only the keyed hash is kept: it is written in the mails themselves. `ended_at`: a mail from there
    was taken out again, so that nothing from this address joins the case by itself.
    """

    token = models.CharField(max_length=26, unique=True)
    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="mail_threads", db_index=False)
    address_key = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = [models.UniqueConstraint(fields=["case", "address_key"], name="thread_one")]
        indexes = [models.Index(fields=["address_key"], name="thread_address")]
