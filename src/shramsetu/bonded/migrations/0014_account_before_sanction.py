"""A proposed payment takes another line where its account was replaced: a sanction confirms what was seen."""

from django.db import migrations

STEPS = """
CREATE OR REPLACE FUNCTION public.bonded_payment_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  SELECT seq, stage, amount_paise INTO last FROM bonded_paymentline
    WHERE payment_id = NEW.payment_id ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1 THEN
    RAISE EXCEPTION 'payment %: line % does not follow %', NEW.payment_id, NEW.seq, last.seq;
  END IF;
  IF (coalesce(last.stage, ''), NEW.stage) NOT IN (
    ('', 'due'), ('due', 'proposed'), ('due', 'cancelled'), ('proposed', 'sanctioned'), ('proposed', 'refused'),
    ('proposed', 'cancelled'), ('sanctioned', 'sent'), ('sanctioned', 'cancelled'), ('sent', 'paid'),
    ('sent', 'returned'), ('paid', 'returned'), ('returned', 'sent'), ('returned', 'cancelled'),
    ('refused', 'proposed'), ('refused', 'cancelled')) THEN
    RAISE EXCEPTION 'payment %: % does not follow %', NEW.payment_id, NEW.stage, last.stage;
  END IF;
  IF NEW.stage IN ('sanctioned', 'sent', 'paid', 'returned') AND NEW.amount_paise <> last.amount_paise THEN
    RAISE EXCEPTION 'payment %: another amount than was proposed', NEW.payment_id;
  END IF;
  RETURN NEW;
END $$;
"""
BEFORE = "('proposed', 'cancelled'), "
FORWARD = STEPS.replace(BEFORE, BEFORE + "('proposed', 'proposed'), ")


class Migration(migrations.Migration):
    dependencies = [("bonded", "0013_words_sealed")]
    operations = [migrations.RunSQL(FORWARD, STEPS)]
