"""The door of the WhatsApp shape: messages that came, and the talks that they are part of."""

import uuid

from django.db import migrations, models
from django.db.models import Q

STATES = [("waiting", "Waiting"), ("done", "Done"), ("aside", "Aside")]


class Migration(migrations.Migration):
    dependencies = [("bridges", "0003_cpgrams")]
    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("person", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("draft", models.UUIDField(default=uuid.uuid4)),
                ("told", models.JSONField(default=dict)),
                ("began_at", models.DateTimeField()),
                ("last_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=128, unique=True)),
                ("person", models.CharField(blank=True, max_length=64)),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("body", models.JSONField(default=dict)),
                ("said_at", models.DateTimeField()),
                ("came_at", models.DateTimeField()),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=7)),
                ("tries", models.SmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("error", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "indexes": [
                    models.Index(condition=Q(("state", "waiting")), fields=["due_at"], name="heard_due"),
                    models.Index(
                        condition=Q(("state", "waiting")), fields=["person", "said_at", "id"], name="heard_person"
                    ),
                    models.Index(condition=Q(("ended_at__isnull", False)), fields=["ended_at"], name="heard_ended"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            Q(("ended_at", None), ("state", "waiting")),
                            Q(("ended_at__isnull", False), ("state", "aside")),
                            Q(("body", {}), ("ended_at__isnull", False), ("phone", ""), ("state", "done")),
                            _connector="OR",
                        ),
                        name="heard_answered_says_nothing",
                    )
                ],
            },
        ),
    ]
