import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations

import shramsetu.workers.models.worker

# Immutable, as an index of it must be: array_to_string is not for arrays of any kind, but it is for text.
NEAR = """
CREATE OR REPLACE FUNCTION public.workers_near(district bigint, words varchar[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT string_to_array($1 || ':' || array_to_string($2, ' ' || $1 || ':'), ' ') $$
"""


class Migration(migrations.Migration):
    atomic = False  # the registry is read and written while its indexes are built: minutes at 15 million rows
    dependencies = [
        ("workers", "0009_old_accounts_sealed"),
    ]

    operations = [
        migrations.RunSQL(NEAR, "DROP FUNCTION public.workers_near(bigint, varchar[])"),
        AddIndexConcurrently(
            model_name="worker",
            index=django.contrib.postgres.indexes.GinIndex(
                shramsetu.workers.models.worker.Near(), fastupdate=False, name="worker_near"
            ),
        ),
        RemoveIndexConcurrently(model_name="worker", name="worker_words"),
        AddIndexConcurrently(
            model_name="worker",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["keys"], name="worker_words"),
        ),
    ]
