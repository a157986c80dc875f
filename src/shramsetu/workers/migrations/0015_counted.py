"""Indexes by which registrations and renewals are counted for targets, made while registering goes on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("workers", "0014_moved_accounts_shut_anew")]
    operations = [
        AddIndexConcurrently(
            "membership",
            models.Index(fields=["board", "registered_on"], name="membership_registered"),
        ),
        AddIndexConcurrently(
            "fee",
            models.Index(
                condition=models.Q(("what__in", ["renewal", "revival"])), fields=["paid_at"], name="fee_renewed"
            ),
        ),
    ]
