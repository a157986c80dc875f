"""The database itself keeps the registers whole: no line goes, and no line gets another number, day or register."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION public.intake_letter_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'letter %: a line of a register stays', OLD.number;
  END IF;
  IF (NEW.office_id, NEW.book, NEW.year, NEW.serial, NEW.number, NEW."on", NEW.at) IS DISTINCT FROM
     (OLD.office_id, OLD.book, OLD.year, OLD.serial, OLD.number, OLD."on", OLD.at)
     OR OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at THEN
    RAISE EXCEPTION 'letter %: its number, day and register do not change', OLD.number;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER intake_letter_fixed BEFORE UPDATE OR DELETE ON intake_letter
  FOR EACH ROW EXECUTE FUNCTION public.intake_letter_fixed();
"""
BACK = """
DROP TRIGGER intake_letter_fixed ON intake_letter;
DROP FUNCTION public.intake_letter_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_dak")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
