"""A line of a statement stays as it was read, but what is closed in it turns with the keys and can be emptied."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION public.bonded_statement_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'key_id' - 'closed') <> (to_jsonb(OLD) - 'key_id' - 'closed') THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER bonded_append_only ON bonded_statementrow;
CREATE TRIGGER bonded_append_only BEFORE UPDATE OR DELETE ON bonded_statementrow
  FOR EACH ROW EXECUTE FUNCTION public.bonded_statement_row();
"""
BACKWARD = """
DROP TRIGGER bonded_append_only ON bonded_statementrow;
CREATE TRIGGER bonded_append_only BEFORE UPDATE OR DELETE ON bonded_statementrow
  FOR EACH ROW EXECUTE FUNCTION public.bonded_refuse();
DROP FUNCTION public.bonded_statement_row();
"""


class Migration(migrations.Migration):
    dependencies = [("bonded", "0010_registers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
