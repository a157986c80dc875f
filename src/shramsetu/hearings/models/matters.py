"""Matters: what is claimed, under which law, by whom against whom; what was filed and what it lacked."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.hearings.models.forums import Forum


class Matter(models.Model):
    """A matter before a forum, one to one with a case of kind `hg_matter`.

    `matter` is a kind of the rulebook; `regime`, `act` and `section` are the law that governs it, as the router found
    it or an officer decided otherwise (`LawChoice`). A cause that went on has its last day in `cause_until`; law
    and time count from that (`happened_on`). `file_by` is the last day of the limitation, empty where none is
    set; `days_late` says by how much it was missed. Texts lie with the case: encrypted if it is sealed.
    """

    class Sphere(models.TextChoices):
        STATE = "state", _("State")
        CENTRAL = "central", _("Centre")

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="matter")
    matter = models.SlugField()
    forum = models.ForeignKey(Forum, models.PROTECT, related_name="matters")
    sphere = models.CharField(max_length=7, choices=Sphere.choices, default=Sphere.STATE)
    # The law that governs it.
    regime = models.SlugField(blank=True)
    act = models.SlugField(blank=True)
    section = models.CharField(max_length=40, blank=True)
    # Limitation.
    cause_on = models.DateField(null=True)
    cause_until = models.DateField(null=True)  # the last time, where it happened again and again
    report_on = models.DateField(null=True)  # when conciliation failed
    filed_on = models.DateField(null=True)
    file_by = models.DateField(null=True)
    days_late = models.IntegerField(default=0)
    late_reason = models.TextField(blank=True)
    condoned_by = models.CharField(max_length=80, blank=True)
    condoned_at = models.DateTimeField(null=True)
    condoned_why = models.TextField(blank=True)
    # What is asked for.
    reliefs = ArrayField(models.SlugField(), default=list)
    text = models.TextField(blank=True)
    amount_paise = models.BigIntegerField(null=True)
    work = models.CharField(max_length=120, blank=True)
    work_place = models.TextField(blank=True)
    # Its number at the forum.
    year = models.SmallIntegerField(null=True)
    serial = models.IntegerField(null=True)
    registered_at = models.DateTimeField(null=True)
    # The next date, kept by whoever fixes it; the page of the parties and the reminders read it here.
    next_at = models.DateTimeField(null=True)
    next_purpose = models.SlugField(blank=True)
    source = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="matters")
    filed_by = models.CharField(max_length=80)
    key = models.CharField(max_length=80, null=True, unique=True)  # the same form sent twice is one matter
    masked = models.BooleanField(default=False)  # names are masked wherever it is published
    sends_back = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "year", "serial"], name="matter_number_once"),
            models.UniqueConstraint(fields=["source"], condition=Q(source__isnull=False), name="matter_once_of_a_case"),
            models.CheckConstraint(
                condition=Q(serial=None, year=None, registered_at=None)
                | Q(serial__gt=0, year__gt=1900, registered_at__isnull=False),
                name="matter_numbered_when_registered",
            ),
            models.CheckConstraint(
                condition=Q(serial=None) | (~Q(regime="") & Q(cause_on__isnull=False, filed_on__isnull=False)),
                name="matter_registered_under_a_law",
            ),
            models.CheckConstraint(condition=Q(days_late__gte=0), name="matter_late_or_not"),
            models.CheckConstraint(
                condition=Q(cause_until=None) | Q(cause_until__gt=F("cause_on")), name="matter_cause_goes_on"
            ),
            models.CheckConstraint(
                condition=Q(serial=None) | Q(days_late=0) | Q(condoned_at__isnull=False),
                name="matter_late_is_condoned",
            ),
            models.CheckConstraint(condition=Q(amount_paise=None) | Q(amount_paise__gte=0), name="matter_amount"),
        ]
        indexes = [
            models.Index(fields=["forum", "next_at"], name="matter_next"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="matter_dates"),
            models.Index(fields=["forum", "matter"], name="matter_kind"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)

    @property
    def happened_on(self) -> date | None:
        """The day from which law and time count: the last one of a cause that went on."""
        return self.cause_until or self.cause_on


class LawChoice(models.Model):
    """Which law governs a matter, each time it was found or decided otherwise: append-only, the last one counts."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="laws")
    regime = models.SlugField()
    act = models.SlugField()
    section = models.CharField(max_length=40)
    routed = models.BooleanField()  # found by the router, not chosen by an officer
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(routed=True) | ~Q(reason=""), name="law_chosen_with_a_reason")
        ]
        indexes = [models.Index(fields=["matter", "at"], name="law_choice")]


class Link(models.Model):
    """Two matters that have to do with one another; written once, read from both."""

    class Kind(models.TextChoices):
        SAME_CAUSE = "same_cause", _("Same cause")
        EARLIER = "earlier", _("Earlier matter of the parties")
        TOGETHER = "together", _("To be heard together")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="links")
    other = models.ForeignKey(Matter, models.CASCADE, related_name="linked")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "other"], name="link_once"),
            models.CheckConstraint(condition=~Q(matter=F("other")), name="link_two_matters"),
        ]


class Litigant(models.Model):
    """A party of a matter, one to one with its part in the case, which knows the person: name, phone, address.

    A claimant is a complainant of the case, a respondent its opposite party; a union or a firm is a person by its name.
    In a sealed case the identity lies in the sealed body.
    """

    class Part(models.TextChoices):
        WORKER = "worker", _("Worker")
        UNION = "union", _("Union")
        HEIR = "heir", _("Heir")
        GROUP = "group", _("Group of workers")
        EMPLOYER = "employer", _("Employer")
        CONTRACTOR = "contractor", _("Contractor")

    party = models.OneToOneField("casework.Party", models.CASCADE, primary_key=True, related_name="litigant")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="litigants")
    claims = models.BooleanField()  # of the side that claims
    seat = models.SmallIntegerField()  # the first, second … of its side
    part = models.CharField(max_length=10, choices=Part.choices)
    heir_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="heirs")
    by_email = models.BooleanField(default=False)  # agreed to have notices by e-mail
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "claims", "seat"], name="litigant_seat"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="litigant_seat_from_1"),
            models.CheckConstraint(
                condition=Q(claims=True, part__in=["worker", "union", "heir", "group"])
                | Q(claims=False, part__in=["employer", "contractor", "worker", "union"]),
                name="litigant_part_of_its_side",
            ),
        ]


class GroupMember(models.Model):
    """One worker of a group that claims together: the name as with the case, and what this one claims."""

    litigant = models.ForeignKey(Litigant, models.CASCADE, related_name="members")
    seat = models.SmallIntegerField()
    name = models.TextField()
    parent = models.TextField(blank=True)
    amount_paise = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["litigant", "seat"], name="group_member_seat")]


class Representative(models.Model):
    """Who speaks for parties: known over all matters by one key, so that nobody is called to two places at once."""

    class Kind(models.TextChoices):
        UNION = "union", _("Officer of a union")
        ADVOCATE = "advocate", _("Advocate")
        AUTHORISED = "authorised", _("Authorised person")
        LEGAL_AID = "legal_aid", _("Legal aid")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="represents")
    number = models.CharField(max_length=40, blank=True)  # of the bar council or of the union
    key = models.CharField(max_length=64, unique=True)  # keyed hash of the phone, or of kind and number
    made_at = models.DateTimeField()


class Engagement(models.Model):
    """A representative speaks for a party from a day on; an advocate with the other side's consent, or leave."""

    litigant = models.ForeignKey(Litigant, models.CASCADE, related_name="engagements")
    representative = models.ForeignKey(Representative, models.PROTECT, related_name="engagements")
    consented = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["litigant", "representative"], condition=Q(to_at=None), name="engagement_once"
            ),
        ]
        indexes = [models.Index(fields=["representative"], condition=Q(to_at=None), name="engagement_open")]


class Filing(models.Model):
    """One paper of a matter with the day it came: the claim, a reply, an application. Its files hang on the case."""

    class Kind(models.TextChoices):
        CLAIM = "claim", pgettext_lazy("court", "Claim")
        MENDED = "mended", _("Claim mended")
        REPLY = "reply", _("Written statement")
        REJOINDER = "rejoinder", _("Rejoinder")
        APPLICATION = "application", _("Application")
        EVIDENCE = "evidence", _("Documents")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="filings")
    seq = models.SmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    litigant = models.ForeignKey(Litigant, models.PROTECT, null=True, related_name="filings")
    text = models.TextField(blank=True)  # as with the case
    files = ArrayField(models.UUIDField(), default=list)
    channel = models.CharField(max_length=8)
    by = models.CharField(max_length=80)
    stamped_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="filing_seq")]


class Defect(models.Model):
    """One thing that a filing lacks, of the rulebook's list: sent back with it in a round, then mended."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="defects")
    round = models.SmallIntegerField()
    defect = models.SlugField()
    note = models.TextField(blank=True)  # as with the case
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "round", "defect"], name="defect_once_a_round")]


class Draft(models.Model):
    """A filing being written, kept so that nothing is lost: by a proved phone, or by an officer for a caller."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    by = models.CharField(max_length=80)
    answers = models.JSONField(default=dict)
    papers = ArrayField(models.UUIDField(), default=list)
    matter = models.ForeignKey(Matter, models.SET_NULL, null=True, related_name="drafts")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["by", "-changed_at"], condition=Q(matter=None), name="hearing_draft_by")]

    @property
    def stream(self) -> str:
        """The stream with which its papers lie until it has a number."""
        return f"draft:{self.pk}"
