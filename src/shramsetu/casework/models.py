"""The case: a number, a holder, a level, a due time, a flow and a journal; and what hangs on every kind of it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

OPEN, PAUSED, CLOSED, FINAL = 1, 2, 3, 4


class FlowState(models.Model):
    """One row for each state of each flow, filled from the tables in code; the database checks cases against it."""

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=30)
    phase = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "state", "phase"], name="flowstate_key")]


class Case(models.Model):
    """Anything a citizen or worker raises, and anything that has a holder and a due time of its own.

    `revision` is lock, chain sequence and ETag in one. `due_at` is when the holder runs out of time; while the case
    is paused, when the awaited answer is due. `rests_until` is when the last way out of a closed case ends.
    """

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Portal")
        CALL = "call", _("Call")
        DESK = "desk", _("Counter")
        POST = "post", _("Letter")
        EMAIL = "email", _("E-mail")
        APP = "app", _("Phone app")
        API = "api", _("Other system")
        CSC = "csc", _("Service centre")
        WHATSAPP = "whatsapp", _("WhatsApp")
        SYSTEM = "system", _("Shram Setu")

    number = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=30)
    phase = models.SmallIntegerField()
    level = models.SmallIntegerField()
    holder = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="cases", db_index=False)
    due_at = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    department = models.ForeignKey("offices.Department", models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.CharField(max_length=60, blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    urgent = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    # The stream of references (rulebook/streams.toml) by which it came; empty where none claims its channel.
    reference_kind = models.CharField(max_length=30, blank=True, db_default="", default="")
    opened_by = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    master = models.ForeignKey("self", models.PROTECT, null=True, related_name="attached", db_index=False)
    outcome = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    level_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    limit_key = models.CharField(max_length=80, blank=True)
    limit_from = models.DateField(null=True)
    # Shares of the holder's time (0, 50, 80, 100) about which the holder has been told.
    warned = models.SmallIntegerField(default=0)
    warn_at = models.DateTimeField(null=True)
    # When the personal side was erased because the time of keeping it is over.
    erased_at = models.DateTimeField(null=True)
    revision = models.IntegerField(default=0)
    head = models.BinaryField(default=b"\0" * 32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(phase__in=[CLOSED, FINAL]) | Q(holder__isnull=False, due_at__isnull=False, level__gte=1),
                name="case_open_is_held_and_due",
            ),
            models.CheckConstraint(
                condition=Q(phase__in=[OPEN, PAUSED]) | Q(closed_at__isnull=False), name="case_closed_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(phase=CLOSED) | Q(rests_until__isnull=False), name="case_at_rest_has_end"
            ),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=4), name="case_level_0_to_4"),
            models.CheckConstraint(condition=~Q(parent=F("id")) & ~Q(master=F("id")), name="case_not_its_own_parent"),
        ]
        indexes = [
            # The inbox of a post, soonest first; leaves out the nine tenths that are closed.
            models.Index(fields=["holder", "due_at"], condition=Q(phase__in=[OPEN, PAUSED]), name="case_inbox"),
            models.Index(fields=["due_at"], condition=Q(phase__in=[OPEN, PAUSED]), name="case_due"),
            models.Index(fields=["warn_at"], condition=Q(warn_at__isnull=False), name="case_warn"),
            models.Index(fields=["rests_until"], condition=Q(phase=CLOSED), name="case_rests"),
            # Jurisdiction lists, newest first: a district, a department, the state.
            models.Index(fields=["district", "-opened_at"], name="case_district"),
            models.Index(fields=["department", "-opened_at"], name="case_department"),
            models.Index(fields=["-opened_at"], name="case_opened"),
            models.Index(fields=["district", "category", "-opened_at"], name="case_alike"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="case_parent"),
            models.Index(fields=["master"], condition=Q(master__isnull=False), name="case_master"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """The key of this case's stream in the journal."""
        return f"case:{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act, or answer."""
        return self.phase in (OPEN, PAUSED)


class Party(models.Model):
    """A person's part in a case. In a sealed case `person` is empty and the identity lies in the sealed body."""

    class Part(models.TextChoices):
        COMPLAINANT = "complainant", _("Complainant")
        FILER = "filer", _("Filed by")
        OPPOSITE = "opposite", _("Opposite party")

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="parts")
    part = models.CharField(max_length=12, choices=Part.choices)
    seat = models.SmallIntegerField(default=1)
    leads = models.BooleanField(default=False)
    relation = models.CharField(max_length=40, blank=True)
    consents = models.BooleanField(default=True)
    phone_owner = models.CharField(max_length=60, blank=True)
    best_time = models.CharField(max_length=40, blank=True)
    safe_to_call = models.BooleanField(default=True)
    # Keyed hash of the phone: equality without the number, in sealed cases too.
    phone_key = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "part", "seat"], name="party_seat")]


class SearchText(models.Model):
    """What free-text search knows of a case that is not sealed: phonetic tokens of both scripts."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="search_text")
    tokens = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["tokens"], name="search_tokens_gin")]


class SealedBody(models.Model):
    """Text and identities of a sealed case, encrypted under a key of its own, itself wrapped by an outside key."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="sealed_body")
    ring = models.CharField(max_length=10, blank=True)
    key_id = models.CharField(max_length=20)
    wrapped_key = models.BinaryField()
    body = models.BinaryField()


class Bar(models.Model):
    """A post or a person named in a case: may not hold, see or count it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="bars")
    post = models.ForeignKey("offices.Post", models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey("offices.User", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(post__isnull=False) | Q(user__isnull=False), name="bar_names_someone")
        ]


class Grant(models.Model):
    """A sealed case opened to one post: by break-glass with reason and end, or because a duty was given there."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="grants")
    post = models.ForeignKey("offices.Post", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)


class Duty(models.Model):
    """What a duty case asks of its holder."""

    class Purpose(models.TextChoices):
        ENQUIRY = "enquiry", _("Enquiry report")
        LATE_REPORT = "late_report", _("Report still awaited")

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="duty")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    text = models.CharField(max_length=1000, blank=True)


class Lease(models.Model):
    """An item of a desk, held by one person for minutes; falls back by itself."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="lease")
    user = models.ForeignKey("offices.User", models.CASCADE, related_name="+")
    until = models.DateTimeField()


class Viewing(models.Model):
    """Who has a case open just now, so that two people on one case see each other."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    user = models.ForeignKey("offices.User", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="viewing_once")]


class Proposal(models.Model):
    """A step drafted by an assistant, waiting in the officer's tray."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    post = models.ForeignKey("offices.Post", models.CASCADE, related_name="+")
    verb = models.CharField(max_length=40)
    detail = models.JSONField()
    seen = models.IntegerField()
    made_by = models.ForeignKey("offices.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("made_by")), name="proposal_two_persons"
            )
        ]
        indexes = [models.Index(fields=["post", "made_at"], condition=Q(decided_at=None), name="proposal_tray")]


class Series(models.Model):
    """A series of numbers without gaps: the last one given under a name in a year, raised where it is used."""

    name = models.CharField(max_length=60)
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="series_once")]


class Run(models.Model):
    """Work over many rows, in chunks: begun once, done by whoever is free, stopped and gone on with at will.

    `asked` says what was asked for and holds nothing personal. `key` makes a second request of the same the same run.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        PAUSED = "paused", _("Paused")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Finished")

    kind = models.SlugField()
    title = models.CharField(max_length=200)
    asked = models.JSONField(default=dict)
    found = models.JSONField(default=dict)  # what came of it in a few figures, written at the end
    key = models.CharField(max_length=80, null=True, unique=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    user = models.ForeignKey("offices.User", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rows = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused"], ended_at=None)
                | Q(state__in=["stopped", "done"], ended_at__isnull=False),
                name="run_ended_has_time",
            )
        ]
        indexes = [
            models.Index(fields=["post", "-made_at"], name="run_post"),
            models.Index(fields=["-made_at"], name="run_newest"),
            models.Index(fields=["made_at"], condition=Q(state="running"), name="run_running"),
        ]

    def __str__(self) -> str:
        return f"run:{self.pk}"


class Chunk(models.Model):
    """A part of a run that is done in one transaction, or not at all."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        BROKEN = "broken", _("Broken")

    run = models.ForeignKey(Run, models.CASCADE, related_name="chunks", db_index=False)
    seq = models.IntegerField()
    what = models.JSONField()
    rows = models.IntegerField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)  # what kind of error, never its words

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="chunk_seq")]
        indexes = [
            models.Index(fields=["run", "tries", "seq"], condition=Q(state="waiting"), name="chunk_waiting"),
        ]


class Result(models.Model):
    """What became of one row of a run, where that is worth telling: always if it failed."""

    chunk = models.ForeignKey(Chunk, models.CASCADE, related_name="results", db_index=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="results", db_index=False)
    ref = models.CharField(max_length=80)
    is_done = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)  # why not, in the reader's words; nothing personal

    class Meta:
        indexes = [
            models.Index(fields=["run", "is_done", "id"], name="result_run"),
            models.Index(fields=["chunk"], name="result_chunk"),
        ]
