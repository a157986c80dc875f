"""Old registers brought in: the file, and its rows until each is entered or corrected."""

from django.db import models
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.lookups import Exact

from shramsetu.workers.models.worker import Membership, Worker


def _person(key: str) -> Func:
    """Give who acted, whatever post they sat in."""
    return Func(F(key), Value("@"), Value(1), function="split_part", output_field=CharField())


class OldBook(models.Model):
    """A file of an old register; the same file for the same board is one for a post, however often it is handed in.

    Its rows are entered when a second person has seen the `counts` and begins; the operator's command needs none.
    """

    board = models.CharField(max_length=4, choices=Membership.Board.choices)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    district = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    rows = models.IntegerField(default=0)
    run = models.ForeignKey("casework.Run", models.SET_NULL, null=True, related_name="+", db_index=False)
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=80)
    made_at = models.DateTimeField(db_index=True)
    counts = models.JSONField(default=dict)  # of the rows as read: wrong, in force, with an account
    begun_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "sha256", "post"], name="old_book_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(begun_by="") | ~Q(Exact(_person("by"), _person("begun_by"))), name="old_book_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"oldbook:{self.pk}"


class OldFile(models.Model):
    """A file handed in on the desk: encrypted, for it may hold Aadhaar numbers, and gone once it was read."""

    book = models.OneToOneField(OldBook, models.CASCADE, primary_key=True, related_name="file")
    writing = models.CharField(max_length=8)
    key_id = models.CharField(max_length=20)
    closed = models.BinaryField()


class OldRow(models.Model):
    """A row as it stood in the file. No Aadhaar number is in it: its token is. Entered, it holds nothing any more.

    The account number lies encrypted beside the other cells (`oldbook_cells`).
    """

    book = models.ForeignKey(OldBook, models.CASCADE, related_name="lines", db_index=False)
    number = models.IntegerField()
    cells = models.JSONField(default=dict)
    key_id = models.CharField(max_length=20, blank=True)
    closed = models.BinaryField(default=b"")
    worker = models.ForeignKey(Worker, models.SET_NULL, null=True, related_name="+", db_index=False)
    fault = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="old_row_once")]
        indexes = [
            models.Index(fields=["book", "number"], condition=~Q(fault=""), name="old_row_wrong"),
            models.Index(fields=["worker"], condition=Q(worker__isnull=False), name="old_row_worker"),
        ]
