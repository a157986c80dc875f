import django.contrib.postgres.indexes
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
        ("workers", "0001_initial"),
    ]

    operations = [
        BtreeGinExtension(),
        migrations.RemoveIndex(model_name="worker", name="worker_keys"),
        migrations.AddIndex(
            model_name="worker",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["district", "keys"], name="worker_words"
            ),
        ),
    ]
