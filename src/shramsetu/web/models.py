"""What the faces themselves keep: the answers to requests that may be sent again."""

from django.db import models


class Replay(models.Model):
    """The answer to one POST, kept for 72 hours under its actor and key, so that a repeat gets the same answer."""

    actor = models.CharField(max_length=90)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    status = models.SmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="replay_once")]
