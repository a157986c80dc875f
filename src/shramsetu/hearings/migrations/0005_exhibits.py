"""Exhibits; a sum that was taken back may be written anew under its reference: the action lets none stand twice."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("hearings", "0004_matters_that_go_on")]
    operations = [
        migrations.RemoveConstraint("sum", "sum_reference_once"),
        migrations.CreateModel(
            name="Exhibit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claims", models.BooleanField()),
                ("number", models.SmallIntegerField()),
                ("what", models.TextField(blank=True)),
                (
                    "original",
                    models.CharField(
                        choices=[
                            ("copy", "A copy; the original was seen and given back"),
                            ("kept", "The original is kept by the forum"),
                        ],
                        max_length=4,
                    ),
                ),
                ("returned_on", models.DateField(null=True)),
                ("returned_by", models.CharField(blank=True, max_length=80)),
                ("marked_by", models.CharField(max_length=80)),
                ("marked_at", models.DateTimeField()),
                ("marked_on", models.DateField()),
                (
                    "filing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exhibits",
                        to="hearings.filing",
                    ),
                ),
                (
                    "hearing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exhibits",
                        to="hearings.hearing",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exhibits", to="hearings.matter"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["matter", "claims", "number"], name="exhibit_number"),
                    models.CheckConstraint(condition=Q(number__gte=1), name="exhibit_from_1"),
                    models.CheckConstraint(
                        condition=Q(returned_on=None) | Q(original="kept", returned_on__gte=F("marked_on")),
                        name="exhibit_kept_is_returned",
                    ),
                ],
            },
        ),
    ]
