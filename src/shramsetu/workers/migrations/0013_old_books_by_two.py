"""A file of an old register is one for each post, and a second person lets its rows in."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.lookups import Exact

PERSON = [
    Func(F(key), Value("@"), Value(1), function="split_part", output_field=CharField()) for key in ("by", "begun_by")
]
OF_WHICH_POST = """
UPDATE workers_oldbook b SET post_id = p.id FROM offices_post p
WHERE p.id::text = split_part(b.by, '@', 2)
"""


class Migration(migrations.Migration):
    dependencies = [("workers", "0012_old_files"), ("offices", "0001_initial")]
    operations = [
        migrations.AddField(
            "oldbook",
            "post",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.post"
            ),
        ),
        migrations.AddField("oldbook", "counts", models.JSONField(default=dict)),
        migrations.AddField("oldbook", "begun_by", models.CharField(blank=True, default="", max_length=80), False),
        migrations.RunSQL(OF_WHICH_POST, migrations.RunSQL.noop),
        migrations.RemoveConstraint("oldbook", "old_book_once"),
        migrations.AddConstraint(
            "oldbook",
            models.UniqueConstraint(fields=("board", "sha256", "post"), name="old_book_once", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            "oldbook",
            models.CheckConstraint(condition=Q(begun_by="") | ~Q(Exact(*PERSON)), name="old_book_two_persons"),
        ),
    ]
