"""What a table full of messages must not be locked for: the index of the stuck ones, the check of their states."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("outbox", "0005_bulk")]
    operations = [
        ValidateConstraint(model_name="message", name="message_state"),
        AddIndexConcurrently(
            "message",
            models.Index(
                condition=models.Q(("state__in", ("failed", "unknown", "parked"))),
                fields=["settled_at"],
                name="message_stuck",
            ),
        ),
    ]
