import django.contrib.postgres.indexes
from django.db import migrations

import shramsetu.workers.models.worker

# Immutable, as an index of it must be: array_to_string is not for arrays of any kind, but it is for text.
NEAR = """
CREATE FUNCTION public.workers_near(district bigint, words varchar[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT string_to_array($1 || ':' || array_to_string($2, ' ' || $1 || ':'), ' ') $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("workers", "0009_old_accounts_sealed"),
    ]

    operations = [
        migrations.RunSQL(NEAR, "DROP FUNCTION public.workers_near(bigint, varchar[])"),
        migrations.RemoveIndex(model_name="worker", name="worker_words"),
        migrations.AddIndex(
            model_name="worker",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["keys"], name="worker_words"),
        ),
        migrations.AddIndex(
            model_name="worker",
            index=django.contrib.postgres.indexes.GinIndex(
                shramsetu.workers.models.worker.Near(), fastupdate=False, name="worker_near"
            ),
        ),
    ]
