"""An account of many persons stands on the desk of each board that would pay into it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0011_running_out")]
    operations = [
        migrations.AlterField(
            model_name="sharedaccount",
            name="match",
            field=models.CharField(max_length=64),
        ),
        migrations.AddConstraint(
            model_name="sharedaccount",
            constraint=models.UniqueConstraint(fields=("match", "board"), name="shared_account_once"),
        ),
    ]
