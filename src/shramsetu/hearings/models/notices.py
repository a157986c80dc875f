"""Notices: what went to whom by which way, what became of it, and the proof that it was served."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.hearings.models.matters import Litigant, Matter


class Notice(models.Model):
    """One notice to one party by one way. `key` is that of the message where it went by SMS or e-mail.

    When it was served and when somebody told so stand apart. By post it takes the tracking number and a scan to say so.
    """

    class Kind(models.TextChoices):
        FILED = "filed", _("Notice of the claim")
        HEARING = "hearing", _("Notice of hearing")
        CHANGE = "change", _("Change of date, place or officer")
        ORDER = "order", _("Order")

    class Mode(models.TextChoices):
        SMS = "sms", _("SMS")
        EMAIL = "email", _("E-mail")
        POST = "post", _("Registered post")
        HAND = "hand", _("By hand")

    class Outcome(models.TextChoices):
        WAITING = "", _("Not known yet")
        SERVED = "served", _("Served")
        REFUSED = "refused", pgettext_lazy("notice", "Refused")
        RETURNED = "returned", _("Came back")
        FAILED = "failed", _("Not delivered")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="notices")
    litigant = models.ForeignKey(Litigant, models.PROTECT, related_name="notices")
    seq = models.SmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    mode = models.CharField(max_length=5, choices=Mode.choices)
    for_at = models.DateTimeField(null=True)  # the date it calls for
    text = models.TextField(blank=True)  # as with the case
    key = models.CharField(max_length=120, blank=True)
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    served_on = models.DateField(null=True)  # the day it happened
    reported_at = models.DateTimeField(null=True)  # when it was told here
    reported_by = models.CharField(max_length=80, blank=True)
    proof = models.UUIDField(null=True)  # the scan, a file of the case

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq"], name="notice_seq"),
            models.UniqueConstraint(fields=["carrier", "tracking"], condition=~Q(tracking=""), name="notice_tracking"),
            models.CheckConstraint(
                condition=Q(outcome="", served_on=None, reported_at=None)
                | (~Q(outcome="") & Q(served_on__isnull=False, reported_at__isnull=False)),
                name="notice_outcome_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(mode="post", outcome__in=["served", "refused"])
                | (~Q(tracking="") & Q(proof__isnull=False)),
                name="notice_by_post_is_proved",
            ),
            models.CheckConstraint(
                condition=~Q(mode="hand", outcome="served") | Q(proof__isnull=False), name="notice_by_hand_is_proved"
            ),
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(sent_on=None) | Q(served_on__gte=F("sent_on")),
                name="notice_served_after_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "outcome"], name="notice_open"),
            models.Index(fields=["key"], condition=Q(outcome="") & ~Q(key=""), name="notice_untold"),
        ]


class NoticeEvent(models.Model):
    """What was heard of a notice on its way: append-only; the day of the event and of the telling stand apart."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="events")
    on = models.DateField()
    what = models.CharField(max_length=200)
    source = models.CharField(max_length=60)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["notice", "at"], name="notice_event")]
