"""What the public pages keep beside the cases: whose sign-ins were ended, and what is still on its way."""

from django.db import models


class SignedOut(models.Model):
    """All sign-ins of one phone that began before `at` are over: "sign out everywhere"."""

    phone_key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()


class Piece(models.Model):
    """A piece of a voice note or photograph that a slow network brings bit by bit; gone once the whole is there.

    `stream` is the draft it belongs to, `key` the browser's own name of the whole, `start` where the piece begins.
    """

    stream = models.CharField(max_length=60)
    key = models.UUIDField()
    start = models.IntegerField()
    content = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "key", "start"], name="piece_once")]
