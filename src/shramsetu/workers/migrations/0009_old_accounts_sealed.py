"""Account numbers of rows that wait are sealed; those laid down before lay open among the cells."""

from django.db import migrations, models

from shramsetu.casework import sealing

PAGE = 1_000


def seal(apps, schema_editor):  # noqa: ANN001, ANN201
    rows = apps.get_model("workers", "OldRow").objects.filter(cells__has_key="account").order_by("pk")
    last = 0
    while page := list(rows.filter(pk__gt=last)[:PAGE]):
        for row in page:
            account = str(row.cells.pop("account"))
            bound = f"oldrow:{row.book_id}:{row.number}"
            row.key_id, row.closed = sealing.shut(account.encode(), bound_to=bound)
        rows.model.objects.bulk_update(page, ["cells", "key_id", "closed"])
        last = page[-1].pk


class Migration(migrations.Migration):
    dependencies = [("workers", "0008_old_registers")]

    operations = [
        migrations.AddField("oldrow", "key_id", models.CharField(blank=True, max_length=20)),
        migrations.AddField("oldrow", "closed", models.BinaryField(default=b"")),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
