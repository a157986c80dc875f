"""The database itself refuses to change or remove an entry, and notes which transaction wrote it."""

from django.db import migrations

# Transaction numbers start low again in a restored cluster: `journal_offset` is then set so that they go on rising.
FORWARD = """
CREATE FUNCTION public.journal_offset() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 0::bigint';
CREATE FUNCTION public.journal_xid() RETURNS bigint LANGUAGE sql VOLATILE
  AS 'SELECT pg_current_xact_id()::text::bigint + public.journal_offset()';
CREATE FUNCTION public.journal_horizon() RETURNS bigint LANGUAGE sql VOLATILE
  AS 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + public.journal_offset()';
ALTER TABLE journal_entry ADD COLUMN xid bigint NOT NULL DEFAULT public.journal_xid();
CREATE INDEX journal_entry_xid ON journal_entry (xid, id);
CREATE FUNCTION public.journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'journal entries are append-only'; END $$;
CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
  FOR EACH ROW EXECUTE FUNCTION public.journal_refuse();
"""
BACKWARD = """
DROP TRIGGER journal_entry_append_only ON journal_entry;
DROP FUNCTION public.journal_refuse();
ALTER TABLE journal_entry DROP COLUMN xid;
DROP FUNCTION public.journal_horizon();
DROP FUNCTION public.journal_xid();
DROP FUNCTION public.journal_offset();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
