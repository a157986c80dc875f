"""Who may sign in the District Magistrate's place, and the running numbers of codes and papers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Delegation(models.Model):
    """Powers that a District Magistrate handed to a subordinate officer (section 10), by an order."""

    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    district = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    powers = ArrayField(models.CharField(max_length=20))  # finding, certificate, sanction, minutes
    order_number = models.CharField(max_length=60)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # taken back before its first day: it never had force

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="delegation_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["post", "district"], name="delegation_post")]


class Counter(models.Model):
    """The last number given under a name, such as the codes of a district; raised by one update, never read first."""

    name = models.CharField(max_length=60, primary_key=True)
    last = models.IntegerField(default=0)
