"""What an officer knew of a person stays with the entitlement; the scheme asks the age on the day of release."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bonded", "0017_information_sender"),
    ]

    operations = [
        migrations.AddField(
            model_name="entitlement",
            name="facts",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="survivor",
            name="minor_at_release",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(
            "UPDATE bonded_survivor SET minor_at_release = is_minor WHERE is_minor", migrations.RunSQL.noop
        ),
    ]
