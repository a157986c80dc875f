"""E-mails that answer e-mails, and addresses to which nothing can be brought."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0008_header_last_used")]
    operations = [
        migrations.AddField("message", "thread", models.JSONField(null=True)),
        migrations.CreateModel(
            "Unreachable",
            fields=[
                ("address_key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("status", models.CharField(blank=True, max_length=11)),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
