"""A certificate of life counts by its day, not by the year on the calendar."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0008_files_emptied"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="lifeproof",
            name="life_once_a_year",
        ),
        migrations.AddConstraint(
            model_name="lifeproof",
            constraint=models.UniqueConstraint(fields=("award", "on"), name="life_once_a_day"),
        ),
        migrations.RemoveField(
            model_name="lifeproof",
            name="year",
        ),
    ]
