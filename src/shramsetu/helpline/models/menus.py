"""The menu in its versions, the prompts that it speaks, hours that were extended, numbers that are blocked."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Menu(models.Model):
    """One version of a line's menu: a tree as data (`rules.menu`), published by one person after another's look."""

    slug = models.SlugField(max_length=40)  # the line's, or the campaign's
    version = models.IntegerField()
    tree = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    published_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="menu_version_once"),
            models.CheckConstraint(
                condition=Q(version=1) | Q(published_by="") | ~Q(published_by=F("made_by")), name="menu_has_two_keys"
            ),
        ]
        indexes = [models.Index(fields=["slug", "-published_at"], name="menu_published")]

    def __str__(self) -> str:
        return f"{self.slug}:{self.version}"


class Prompt(models.Model):
    """A studio recording that replaces the synthesised voice of one prompt in one language."""

    key = models.SlugField(max_length=60)
    language = models.CharField(max_length=3)
    blob = models.ForeignKey("files.Blob", models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], condition=Q(ended_at=None), name="prompt_one_in_use")
        ]


class Opening(models.Model):
    """Hours of a line that an officer extended at once, with the reason; or closed."""

    line = models.SlugField(max_length=20)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="opening_ends_after_start")]
        indexes = [models.Index(fields=["line", "to_at"], name="opening_line")]


class Block(models.Model):
    """A number that is not put through, until a day, for a reason, once a second person has agreed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        BLOCKED = "blocked", _("Blocked")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Ended")

    phone = models.CharField(max_length=16)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    call = models.ForeignKey("helpline.Call", models.SET_NULL, null=True, related_name="+")
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone"], condition=Q(state__in=["proposed", "blocked"]), name="block_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="blocked") | (~Q(decided_by="") & ~Q(decided_by=F("proposed_by"))),
                name="block_has_two_keys",
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(state="blocked"), name="block_until")]
