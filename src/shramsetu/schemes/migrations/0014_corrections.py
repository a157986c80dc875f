"""A sanctioned sum is put right by two persons; what was paid too much is written down until it came back."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("schemes", "0013_pensioner_died")]
    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before_paise", models.BigIntegerField()),
                ("after_paise", models.BigIntegerField()),
                ("order", models.CharField(max_length=120)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_made", models.BooleanField(null=True)),
                ("over_paise", models.BigIntegerField(default=0)),
                ("recovered_on", models.DateField(null=True)),
                ("recovered_by", models.CharField(blank=True, max_length=80)),
                ("reference", models.CharField(blank=True, max_length=40)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="schemes.award"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("decided_at", None)), fields=("award",), name="correction_one_open"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("decided_at", None), ("decided_by", ""), ("is_made", None)),
                            Q(("decided_at__isnull", False), ("is_made__isnull", False), ~Q(("decided_by", ""))),
                            _connector="OR",
                        ),
                        name="correction_decided",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("is_made", None), ("is_made", False), ~Q(("decided_by", F("asked_by"))), _connector="OR"
                        ),
                        name="correction_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=Q(("after_paise__gt", 0), ("before_paise__gt", 0), ("over_paise__gte", 0)),
                        name="correction_sums",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("recovered_on", None),
                            Q(("over_paise__gt", 0), ~Q(("recovered_by", "")), ~Q(("reference", ""))),
                            _connector="OR",
                        ),
                        name="correction_recovered",
                    ),
                ],
            },
        ),
    ]
