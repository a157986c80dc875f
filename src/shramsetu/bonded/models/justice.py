"""Legal tracks: who is heard against whom, before whom, each date with what came of it, orders, fines and shares."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models.intake import Accused, Operation
from shramsetu.bonded.models.survivors import Survivor
from shramsetu.bonded.rules.justice import Forum

FORUMS = {
    Forum.EXECUTIVE: _("Executive magistrate"),
    Forum.JUDICIAL: _("Judicial magistrate"),
    Forum.SESSIONS: _("Court of Session"),
    Forum.SPECIAL: _("Special court under the PoA Act"),
    Forum.CHILDREN: _("Children's or POCSO court"),
    Forum.AUTHORITY: _("Labour authority"),
    Forum.LEGAL_SERVICES: _("Legal Services Authority"),
    Forum.COMMISSION: _("Human Rights Commission"),
    Forum.HIGH_COURT: _("High Court"),
    Forum.SUPREME_COURT: _("Supreme Court"),
}


class Track(models.Model):
    """One legal proceeding, one to one with a case of kind bl_track; its outcome stands with the case."""

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="track")
    operation = models.ForeignKey(Operation, models.PROTECT, null=True, related_name="tracks")
    track = models.SlugField()  # of the rulebook's tracks
    forum = models.CharField(max_length=14, choices=[(str(slug), words) for slug, words in FORUMS.items()])
    court = models.CharField(max_length=120, blank=True)
    station = models.CharField(max_length=120, blank=True)
    fir_number = models.CharField(max_length=60, blank=True)
    fir_on = models.DateField(null=True)
    case_number = models.CharField(max_length=60, blank=True)  # of the court, or its CNR
    sections = ArrayField(models.SlugField(), default=list)  # of the rulebook's offences
    offence_on = models.DateField(null=True)
    complaint_on = models.DateField(null=True)
    filed_on = models.DateField(null=True)
    cognizance_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    found_bondage = models.BooleanField(null=True)
    # What opens the balance counts once another person, prosecutor or magistrate, has confirmed it by its order.
    written_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed_at = models.DateTimeField(null=True)
    claimed_paise = models.BigIntegerField(default=0)
    awarded_paise = models.BigIntegerField(default=0)
    persons: "models.ManyToManyField[Survivor, TrackPerson]" = models.ManyToManyField(
        Survivor, through="TrackPerson", related_name="tracks"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(written_by=None) | ~Q(written_by=F("confirmed_by")),
                name="track_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="track_confirmed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["operation"], condition=Q(operation__isnull=False), name="track_operation"),
            models.Index(fields=["track", "decided_on"], name="track_kind"),
        ]


class TrackPerson(models.Model):
    """A freed person on whose behalf a track runs, and what of the fine has been given."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="sides")
    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="track_sides")
    share_paise = models.BigIntegerField(default=0)
    reliefs = ArrayField(models.SmallIntegerField(), default=list)  # instalments of the PoA relief that fell due
    award_paise = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["track", "survivor"], name="track_person_once")]


class TrackAccused(models.Model):
    """One accused in a track: what is alleged and proved, plea, outcome, sentence, fine and what came in of it."""

    class Plea(models.TextChoices):
        GUILTY = "guilty", _("Pleads guilty")
        NOT_GUILTY = "not_guilty", _("Pleads not guilty")

    track = models.ForeignKey(Track, models.CASCADE, related_name="against")
    accused = models.ForeignKey(Accused, models.PROTECT, related_name="tracks")
    plea = models.CharField(max_length=10, choices=Plea.choices, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    proved = ArrayField(models.SlugField(), default=list)  # offences proved, of the rulebook's list
    sentence = models.TextField(blank=True)  # in words, encrypted with the case of the track
    prison_months = models.SmallIntegerField(default=0)
    fine_paise = models.BigIntegerField(default=0)
    recovered_paise = models.BigIntegerField(default=0)
    ended_on = models.DateField(null=True)
    in_appeal = models.BooleanField(default=False)  # the outcome stands until the appeal is decided, which rewrites it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "accused"], name="track_accused_once"),
            models.CheckConstraint(condition=Q(recovered_paise__lte=F("fine_paise")), name="fine_not_over_recovered"),
        ]


class Hearing(models.Model):
    """One date of a track: fixed, then held or not; an adjournment names the side that caused it."""

    class Result(models.TextChoices):
        HELD = "held", _("Heard")
        ADJOURNED = "adjourned", _("Adjourned")
        NOT_SAT = "not_sat", _("The court did not sit")

    class Side(models.TextChoices):
        PROSECUTION = "prosecution", _("Prosecution")
        DEFENCE = "defence", _("Defence")
        COURT = "court", _("Court")
        POLICE = "police", _("Police")
        SURVIVOR = "survivor", _("Freed person or witness")
        BOTH = "both", _("Both sides")

    class Present(models.TextChoices):
        PROSECUTOR = "prosecutor", _("Prosecutor")
        ACCUSED = "accused", _("Accused")
        SURVIVOR = "survivor", _("Freed person")
        WITNESS = "witness", _("Other witness")
        OFFICER = "officer", _("Investigating officer")

    class Purpose(models.TextChoices):
        APPEARANCE = "appearance", _("Appearance")
        BAIL = "bail", _("Bail")
        CHARGE = "charge", _("Charge or plea")
        EVIDENCE = "evidence", _("Evidence")
        SURVIVOR = "survivor", _("Statement of the freed person")
        ARGUMENT = "argument", _("Argument")
        ORDER = "order", _("Order")
        COMPLIANCE = "compliance", _("Compliance")

    track = models.ForeignKey(Track, models.CASCADE, related_name="hearings")
    seq = models.SmallIntegerField()
    at = models.DateTimeField()
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    video_link = models.TextField(blank=True)  # encrypted with the track's case
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    side = models.CharField(max_length=12, choices=Side.choices, blank=True)
    present = ArrayField(models.CharField(max_length=12), default=list)
    by_video = models.BooleanField(default=False)
    travel_paise = models.BigIntegerField(default=0)  # paid to freed persons for coming
    why = models.TextField(blank=True)  # encrypted with the track's case
    recorded_by = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "seq"], name="hearing_seq"),
            models.UniqueConstraint(fields=["track"], condition=Q(recorded_at=None), name="hearing_one_to_come"),
            models.CheckConstraint(condition=~Q(result="adjourned") | ~Q(side=""), name="hearing_adjourned_by_a_side"),
            models.CheckConstraint(condition=Q(recorded_at=None) | ~Q(result=""), name="hearing_recorded_has_result"),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(recorded_at=None), name="hearing_to_come")]
