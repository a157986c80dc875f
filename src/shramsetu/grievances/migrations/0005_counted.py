"""An index by which visits to the place are counted for targets, made while reports come in."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("grievances", "0004_feedback_next")]
    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                condition=models.Q(("visited_at__isnull", False)), fields=["visited_at"], name="report_visited"
            ),
        ),
    ]
