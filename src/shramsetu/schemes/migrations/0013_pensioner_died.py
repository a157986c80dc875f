"""The day of a pensioner's death is kept with the pension that went on to the spouse."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0012_shared_by_board")]
    operations = [
        migrations.AddField(
            model_name="award",
            name="died_on",
            field=models.DateField(null=True),
        ),
    ]
