import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_streams"), ("grievances", "0006_reference")]

    operations = [
        migrations.CreateModel(
            name="Spoken",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="spoken",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("unclear", models.SmallIntegerField(default=0)),
                ("typed_by", models.CharField(blank=True, max_length=80)),
                ("typed_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agreed", "the complainant said yes"),
                            ("call", "read aloud on the telephone, yes"),
                            ("mended", "mended by the complainant"),
                            ("silence", "nobody answered in time: counts as typed"),
                        ],
                        max_length=7,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how", ""), ("settled_at__isnull", True))
                        | models.Q(
                            ("how__in", ["agreed", "call", "mended", "silence"]),
                            ("settled_at__isnull", False),
                            ("typed_at__isnull", False),
                        ),
                        name="spoken_settled",
                    )
                ],
            },
        ),
    ]
