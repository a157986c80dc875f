"""The file of an old register, encrypted until it is read."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workers", "0011_merges_hold")]

    operations = [
        migrations.CreateModel(
            name="OldFile",
            fields=[
                (
                    "book",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="workers.oldbook",
                    ),
                ),
                ("writing", models.CharField(max_length=8)),
                ("key_id", models.CharField(max_length=20)),
                ("closed", models.BinaryField()),
            ],
        ),
    ]
