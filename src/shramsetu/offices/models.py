"""Departments, posts and who sits in them. A case is held by a post, never by a person."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a post is for; the flow tables and the access table speak of roles alone."""

    OPERATOR = "operator", _("Operator")
    FEEDBACK = "feedback", _("Feedback desk")
    QUALITY = "quality", _("Quality desk")
    SUPERVISOR = "supervisor", _("Supervisor")
    STATE_DESK = "state_desk", _("State desk")
    ENQUIRY = "enquiry", _("Enquiry officer")
    OFFICER = "officer", _("Officer")
    DM = "dm", _("District Magistrate")
    CDO = "cdo", _("Chief Development Officer")
    MANDAL = "mandal", _("Divisional Commissioner")
    HEAD = "head", _("Head of department")
    PRINCIPAL_SECRETARY = "principal_secretary", _("Principal Secretary")
    CHIEF_SECRETARY = "chief_secretary", _("Chief Secretary")
    MINISTER = "minister", _("Minister")
    CM = "cm", _("Chief Minister")
    VIGILANCE = "vigilance", _("Vigilance post")
    OUTSIDE = "outside", _("Vigilance cell of the Chief Secretary")
    EDISTRICT = "edistrict", _("e-District manager")
    CSC = "csc", _("Service centre manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    MAGISTRATE = "magistrate", _("Magistrate for bonded labour")
    CHILD_UNIT = "child_unit", _("District Child Protection Officer")
    PROSECUTOR = "prosecutor", _("Prosecution officer")
    LINE_DESK = "line_desk", _("Desk of a line department")
    AUDITOR = "auditor", _("Auditor")
    SERVICE_CENTRE = "service_centre", _("Service centre")
    STEWARD = "steward", _("Registry steward")
    BOARD_ACCOUNTS = "board_accounts", _("Accounts of a board")
    JUDGE = "judge", _("Presiding officer")


class Department(models.Model):
    """A department or a board; its words and its ladder come from the rulebook, this row is what others point to."""

    slug = models.SlugField(unique=True)
    name_hi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    short_hi = models.CharField(max_length=25)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="boards")

    def __str__(self) -> str:
        return self.name_hi


class UserManager(BaseUserManager["User"]):
    """Makes users; passwords are set by the actions of this package."""

    use_in_migrations = True


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in for the office. What they may do comes from the posts they hold, not from this row."""

    username = models.CharField(max_length=60, unique=True)
    name_hi = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="hi")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)
    # Sessions that began before this instant are over (charge handed over, password changed, phone stolen).
    sessions_from = models.DateTimeField(null=True)
    # True while the password is one that an administrator gave.
    password_given = models.BooleanField(default=False)
    failures = models.SmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.name_hi


class Post(models.Model):
    """An office's chair, whoever sits in it; a desk is a post of many people."""

    code = models.CharField(max_length=60, unique=True)
    title_hi = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    short_hi = models.CharField(max_length=25)
    short_en = models.CharField(max_length=40)
    role = models.CharField(max_length=20, choices=Role.choices)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="posts")
    service = models.SlugField(blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="posts")
    level = models.SmallIntegerField(default=0)
    is_desk = models.BooleanField(default=False)
    reports_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="reporting")
    abolished_at = models.DateTimeField(null=True)
    # True while nobody holds the charge; kept by the actions that change charges, so that routing reads one row.
    is_vacant = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "service", "place", "level"],
                condition=Q(level__gt=0, abolished_at=None),
                name="post_one_per_level",
            ),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=4), name="post_level_0_to_4"),
        ]
        indexes = [models.Index(fields=["role", "place"], name="post_role_place")]

    def __str__(self) -> str:
        return self.code


class Charge(models.Model):
    """Who sits in a post, and in what capacity."""

    class Kind(models.TextChoices):
        SUBSTANTIVE = "substantive", _("Charge")
        ADDITIONAL = "additional", _("Additional charge")
        MEMBER = "member", _("Member of the desk")
        ASSISTANT = "assistant", _("Assistant")

    post = models.ForeignKey(Post, models.PROTECT, related_name="charges")
    user = models.ForeignKey(User, models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    order_number = models.CharField(max_length=60, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(to_at=None, kind__in=["substantive", "additional"]),
                name="charge_one_incumbent",
            ),
            models.UniqueConstraint(fields=["post", "user"], condition=Q(to_at=None), name="charge_once_per_person"),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="charge_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["user"], condition=Q(to_at=None), name="charge_current_user")]


class Leave(models.Model):
    """Days on which a post's incumbent is away, and the post that answers meanwhile (none: the next one up)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="leaves")
    covered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="leave_ends_after_start")]
        indexes = [models.Index(fields=["post", "from_on"], name="leave_post_from")]


class Route(models.Model):
    """A local exception to the ladder: this category, in this place, at this level, goes to that post."""

    category = models.SlugField(blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    level = models.SmallIntegerField(default=1)
    post = models.ForeignKey(Post, models.PROTECT, related_name="routes")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "place", "level"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="route_one_answer",
            ),
            models.CheckConstraint(condition=~Q(category="") | Q(place__isnull=False), name="route_says_something"),
        ]


class Token(models.Model):
    """A bearer token of the API: only its hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    scopes = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class OutsideIdentity(models.Model):
    """Who of the single sign-on an officer is: bound at the first sign-in through it, by the subject that stays."""

    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_one_user"),
            models.UniqueConstraint(fields=["issuer", "user"], name="identity_one_subject"),
        ]


class Version(models.Model):
    """One row with a new value, by a trigger, after every change of posts, charges, leaves, routes or departments."""

    value = models.UUIDField()
