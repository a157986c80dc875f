from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_delete_tally")]

    operations = [
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stream", models.CharField(max_length=60)),
                ("key", models.UUIDField()),
                ("start", models.IntegerField()),
                ("content", models.BinaryField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("stream", "key", "start"), name="piece_once")],
            },
        ),
    ]
