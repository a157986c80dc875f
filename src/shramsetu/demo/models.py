"""How far the demo history has grown."""

from django.db import models


class Played(models.Model):
    """One simulated complaint, or one act of the rescues, played to now; its index makes growing resumable."""

    index = models.IntegerField(primary_key=True)
    case = models.ForeignKey("casework.Case", models.CASCADE, null=True, related_name="+")
