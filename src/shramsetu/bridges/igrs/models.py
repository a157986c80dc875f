"""Files of states that IGRS handed out where there was no wire, and what came of each."""

from django.db import models


class IgrsStates(models.Model):
    """A file of their states: what moved there since `since_on`, as it stood at `stood_at`.

    `rows` are its good lines until it was compared, in the order of the contract's columns; `faults` name the others.
    """

    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    since_on = models.DateField()
    stood_at = models.DateTimeField()
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    count = models.IntegerField(default=0)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    begun_at = models.DateTimeField(null=True)
    run = models.ForeignKey("bridges.Reconciliation", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "since_on", "stood_at"], name="igrsstates_once")]
        indexes = [models.Index(fields=["-made_at"], name="igrsstates_newest")]

    def __str__(self) -> str:
        return f"igrs-states:{self.pk}"
