"""The index of whom to call is in the order in which they are called: a long list due at once is not sorted anew."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("helpline", "0007_outgoing")]

    operations = [
        RemoveIndexConcurrently(model_name="target", name="target_due"),
        AddIndexConcurrently(
            model_name="target",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["campaign", "due_at", "id"], name="target_due"
            ),
        ),
    ]
