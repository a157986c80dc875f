"""A cause that went on for days; notices of which nothing is known yet, found by their message."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("hearings", "0003_sittings_guarded")]

    operations = [
        migrations.AddField("matter", "cause_until", models.DateField(null=True)),
        migrations.AddConstraint(
            "matter",
            models.CheckConstraint(
                condition=Q(cause_until=None) | Q(cause_until__gt=F("cause_on")), name="matter_cause_goes_on"
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["key"], condition=Q(outcome="") & ~Q(key=""), name="notice_untold"),
        ),
    ]
