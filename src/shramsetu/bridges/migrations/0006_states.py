"""The comparison with IGRS by file, and the difference that only it finds."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bridges", "0005_ledger"),
        ("offices", "0007_outside_identity"),
    ]

    operations = [
        migrations.AlterField(
            model_name="difference",
            name="kind",
            field=models.CharField(
                choices=[
                    ("missing_there", "Not there: sent again"),
                    ("behind_there", "Fewer steps there: sent again"),
                    ("differs", "The steps differ: sent again"),
                    ("state_differs", "As many steps, another state: sent again"),
                    ("sealed_here", "Sealed here, known there: withdrawn"),
                    ("ahead_there", "More steps there than here: look into it"),
                    ("unknown_here", "There, but not here: look into it"),
                    ("not_taken", "Sent to us, but not here: fetched"),
                    ("not_told", "Here, but they do not know: told again"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="IgrsStates",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("since_on", models.DateField()),
                ("stood_at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("count", models.IntegerField(default=0)),
                ("rows", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField(null=True)),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.post"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="bridges.reconciliation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-made_at"], name="igrsstates_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("sha256", "since_on", "stood_at"), name="igrsstates_once")
                ],
            },
        ),
    ]
