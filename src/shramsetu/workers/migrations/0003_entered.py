"""The sequence of workers' numbers, and the key under which a worker was sent in."""

from django.db import migrations, models

FORWARD = "CREATE SEQUENCE workers_number MINVALUE 0 START 0"
BACKWARD = "DROP SEQUENCE workers_number"


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("workers", "0002_words_within_district")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddField("worker", "key", models.CharField(blank=True, max_length=64)),
        migrations.AddConstraint(
            "worker",
            models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("key",), name="worker_sent_once"
            ),
        ),
    ]
