"""Talks on WhatsApp: when a phone last wrote there; its messages are of a channel with a longer name."""

from django.db import migrations, models

CHANNELS = [("sms", "SMS"), ("email", "e-mail"), ("push", "push message"), ("whatsapp", "WhatsApp")]


class Migration(migrations.Migration):
    dependencies = [("outbox", "0009_talks")]
    operations = [
        migrations.AlterField("message", "channel", models.CharField(choices=CHANNELS, max_length=8)),
        migrations.CreateModel(
            "Chat",
            fields=[
                ("address_key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("last_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
