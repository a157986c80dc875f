"""What is emptied says so: the proof of the money tells it from what was changed."""

from django.db import migrations, models

ROW = """
CREATE OR REPLACE FUNCTION public.bonded_statement_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'key_id' - 'closed') <> (to_jsonb(OLD) - 'key_id' - 'closed') THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
"""
FREE = "- 'key_id' - 'closed'"
ROW_NOW = ROW.replace(FREE, FREE + " - 'emptied'")


class Migration(migrations.Migration):
    dependencies = [("bonded", "0029_decisions_confirmed")]
    operations = [
        migrations.AddField("bankfile", "emptied_at", models.DateTimeField(null=True)),
        migrations.AddField("statementrow", "emptied", models.BooleanField(default=False)),
        migrations.RunSQL(ROW_NOW, ROW),
    ]
