"""A merge of two rows whose accounts differ holds their money until a second person looked and some days are over."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("workers", "0010_words_near")]
    operations = [
        migrations.AddField(
            model_name="merge",
            name="accounts_differ",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="merge",
            name="second_by",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="merge",
            name="cools_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=Q(("cools_until", None), ("second_by", ""))
                | Q(~Q(("second_by", F("by"))), ~Q(("second_by", "")), ("cools_until__isnull", False)),
                name="merge_two_persons",
            ),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(
                condition=Q(("accounts_differ", True), ("undone_at", None)), fields=["kept"], name="merge_holds"
            ),
        ),
    ]
