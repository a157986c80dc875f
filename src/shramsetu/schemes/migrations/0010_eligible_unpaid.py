"""Of whom a scheme is open to: how many were not paid yet. Until the next night counts it, none is taken for paid."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0009_life_by_day")]

    operations = [
        migrations.AddField("eligible", "unpaid", models.IntegerField(null=True)),
        migrations.RunSQL("UPDATE schemes_eligible SET unpaid = workers", migrations.RunSQL.noop),
        migrations.AlterField("eligible", "unpaid", models.IntegerField()),
        migrations.AddConstraint(
            "eligible",
            models.CheckConstraint(
                condition=models.Q(unpaid__gte=0, unpaid__lte=models.F("workers")), name="eligible_unpaid"
            ),
        ),
    ]
