"""An index by which sanctioned claims are counted for targets, made while claims go on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("schemes", "0014_corrections")]
    operations = [
        AddIndexConcurrently(
            "claim",
            models.Index(
                condition=models.Q(("sanctioned_on__isnull", False)),
                fields=["scheme", "sanctioned_on"],
                name="claim_sanctioned",
            ),
        ),
    ]
