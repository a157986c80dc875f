"""What fell due is known of every payment; what the bank did not take is sanctioned again, and its entry is fixed."""

from django.db import migrations

LINE = """
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
    ('proposed', 'cancelled'), ('proposed', 'proposed'), ('sanctioned', 'sent'), ('sanctioned', 'cancelled'),
    ('sent', 'paid'), ('sent', 'returned'), ('paid', 'returned'), ('returned', 'sent'), ('returned', 'cancelled'),
    ('refused', 'proposed'), ('refused', 'cancelled')) THEN
    RAISE EXCEPTION 'payment %: % does not follow %', NEW.payment_id, NEW.stage, last.stage;
  END IF;
  IF NEW.stage IN ('sanctioned', 'sent', 'paid', 'returned') AND NEW.amount_paise <> last.amount_paise THEN
    RAISE EXCEPTION 'payment %: another amount than was proposed', NEW.payment_id;
  END IF;
  RETURN NEW;
END $$;
"""
ENTRY = """
CREATE OR REPLACE FUNCTION public.bonded_entry_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.file_id, NEW.payment_id, NEW.account_id, NEW.attempt, NEW.reference, NEW.amount_paise)
     IS DISTINCT FROM (OLD.file_id, OLD.payment_id, OLD.account_id, OLD.attempt, OLD.reference, OLD.amount_paise)
     OR OLD.outcome = 'returned' THEN
    RAISE EXCEPTION 'entry % of a bank file is fixed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
"""
# Of payments from before: what the first line says. Sums noted by hand are not told apart there.
FELL_DUE = """
UPDATE bonded_payment p SET due_paise = l.amount_paise FROM bonded_paymentline l
  WHERE l.payment_id = p.id AND l.seq = 1;
"""
BEFORE = "('sent', 'paid'),"
LINE_NOW = LINE.replace(BEFORE, BEFORE + " ('sent', 'sanctioned'),")
ENTRY_NOW = ENTRY.replace("OLD.outcome = 'returned'", "OLD.outcome IN ('returned', 'untaken')")


class Migration(migrations.Migration):
    dependencies = [("bonded", "0019_money_left")]
    operations = [migrations.RunSQL(FELL_DUE + LINE_NOW + ENTRY_NOW, LINE + ENTRY)]
