"""The index by which a header's last use is found, made while messages go out."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("outbox", "0007_consent")]
    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(
                condition=models.Q(("sent_at__isnull", False)), fields=["dlt_header", "sent_at"], name="message_header"
            ),
        ),
    ]
