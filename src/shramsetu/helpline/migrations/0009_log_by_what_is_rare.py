"""Indexes of the call log, made while calls go on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("helpline", "0008_due_in_order")]
    operations = [
        AddIndexConcurrently(
            "call",
            models.Index(
                condition=models.Q(("outcome__in", ["", "answered"]), _negated=True),
                fields=["outcome", "-began_at"],
                name="call_outcome",
            ),
        ),
        AddIndexConcurrently(
            "call",
            models.Index(
                condition=models.Q(("board", ""), _negated=True), fields=["board", "-began_at"], name="call_board"
            ),
        ),
    ]
