"""Drop indexes that only `LIKE 'abc%'` would use: nobody asks so, and every new row paid for them."""

from django.db import migrations

FORWARD = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT indexname FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename IN ('grievances_grievance', 'grievances_specialclosure')
      AND indexname LIKE '%\\_like'
  LOOP EXECUTE format('DROP INDEX %I', name); END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("grievances", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
