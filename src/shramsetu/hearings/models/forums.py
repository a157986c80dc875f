"""Forums: the courts, tribunals, authorities and conciliation offices; their areas, their days, their slots."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Forum(models.Model):
    """A body before which matters come. Who presides is a post: its charges are the tenures, additional ones too.

    `bodies` says whether it is one of the existing ones or was set up under the Codes. `hears` are kinds of matters of
    the rulebook. `sits` are weekdays as `date.weekday()` counts them, `slots` the hours at which matters are called
    ("10:30"), each for at most `per_slot` of them.
    """

    class Kind(models.TextChoices):
        COURT = "court", _("Labour court")
        TRIBUNAL = "tribunal", _("Tribunal")
        AUTHORITY = "authority", _("Authority")
        CONCILIATION = "conciliation", _("Conciliation office")

    class Bodies(models.TextChoices):
        EXISTING = "existing", _("Existing body")
        NEW = "new", _("Body under the Codes")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    bodies = models.CharField(max_length=8, choices=Bodies.choices, default=Bodies.EXISTING)
    name_hi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    short_hi = models.CharField(max_length=25)
    short_en = models.CharField(max_length=40)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="presides")
    registry = models.ForeignKey("offices.Post", models.PROTECT, related_name="registries")
    hears = ArrayField(models.SlugField())
    address_hi = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(blank=True)
    sits = ArrayField(models.SmallIntegerField())
    slots = ArrayField(models.CharField(max_length=5))
    per_slot = models.SmallIntegerField()
    order_number = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(per_slot__gt=0), name="forum_slot_holds_some"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")), name="forum_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["kind", "place"], name="forum_kind")]

    def __str__(self) -> str:
        return self.slug

    def name(self, language: str) -> str:
        """Return the name in `language`; anything but "en" is Hindi."""
        return self.name_en if language == "en" else self.name_hi

    def short(self, language: str) -> str:
        """Return the short name for messages."""
        return self.short_en if language == "en" else self.short_hi

    def address(self, language: str) -> str:
        """Return where it sits."""
        return (self.address_en if language == "en" else self.address_hi) or self.place.name(language)


class Area(models.Model):
    """A place, with all that lies in it, from which matters come before a forum."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="areas")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "place"], condition=Q(to_on=None), name="area_once"),
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="area_ends_after_start"),
        ]

    def holds_on(self, on: date) -> bool:
        """Tell whether matters come from here on a day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)


class ForumDay(models.Model):
    """A day on which a forum does otherwise than its week says: it does not sit, or it sits all the same."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="days")
    on = models.DateField()
    sits = models.BooleanField()
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "on"], name="forum_day_once")]
