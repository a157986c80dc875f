from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0006_reviews_guarded")]

    operations = [
        migrations.AddField("delivery", "digest", models.CharField(blank=True, max_length=64, default=""), False),
        migrations.RemoveConstraint("delivery", "mn_delivery_once"),
        migrations.AddConstraint(
            "delivery",
            models.UniqueConstraint(
                fields=["indicator", "origin", "post", "key"], nulls_distinct=False, name="mn_delivery_once"
            ),
        ),
        migrations.AddIndex("delivery", models.Index(fields=["post", "-at"], name="mn_delivery_post")),
    ]
