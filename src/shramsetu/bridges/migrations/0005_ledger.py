"""The index by which the ledger of what was exchanged goes from page to page, made while parcels go out."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("bridges", "0004_whatsapp")]
    operations = [
        AddIndexConcurrently(
            "parcel",
            models.Index(
                condition=models.Q(("state__in", ["done", "dropped"])),
                fields=["system", "state", "-id"],
                name="parcel_ledger",
            ),
        ),
    ]
