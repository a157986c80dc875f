"""The database itself refuses what no ledger may do: change a line, skip a step, pay twice, let a fund's sums drift."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION public.bonded_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER bonded_append_only BEFORE UPDATE OR DELETE ON bonded_entitlement
  FOR EACH ROW EXECUTE FUNCTION public.bonded_refuse();
CREATE TRIGGER bonded_append_only BEFORE UPDATE OR DELETE ON bonded_paymentline
  FOR EACH ROW EXECUTE FUNCTION public.bonded_refuse();
CREATE TRIGGER bonded_append_only BEFORE UPDATE OR DELETE ON bonded_fundline
  FOR EACH ROW EXECUTE FUNCTION public.bonded_refuse();
CREATE TRIGGER bonded_append_only BEFORE UPDATE OR DELETE ON bonded_statementrow
  FOR EACH ROW EXECUTE FUNCTION public.bonded_refuse();
CREATE TRIGGER bonded_append_only BEFORE UPDATE OR DELETE ON bonded_claimitem
  FOR EACH ROW EXECUTE FUNCTION public.bonded_refuse();
CREATE TRIGGER bonded_append_only BEFORE UPDATE OR DELETE ON bonded_claimreceipt
  FOR EACH ROW EXECUTE FUNCTION public.bonded_refuse();

CREATE FUNCTION public.bonded_payment_line() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER bonded_payment_line BEFORE INSERT ON bonded_paymentline
  FOR EACH ROW EXECUTE FUNCTION public.bonded_payment_line();

CREATE FUNCTION public.bonded_payment_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'payment %: never removed', OLD.id;
  END IF;
  IF (NEW.survivor_id, NEW.kind, NEW.key, NEW.source, NEW.district_id)
     IS DISTINCT FROM (OLD.survivor_id, OLD.kind, OLD.key, OLD.source, OLD.district_id)
     OR OLD.stage IN ('sanctioned', 'sent', 'paid', 'returned')
     AND (NEW.amount_paise, NEW.proposed_by_id, NEW.sanctioned_by_id, NEW.sanction_number)
     IS DISTINCT FROM (OLD.amount_paise, OLD.proposed_by_id, OLD.sanctioned_by_id, OLD.sanction_number) THEN
    RAISE EXCEPTION 'payment %: what was sanctioned is fixed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bonded_payment_fixed BEFORE UPDATE OR DELETE ON bonded_payment
  FOR EACH ROW EXECUTE FUNCTION public.bonded_payment_fixed();

CREATE FUNCTION public.bonded_fund_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  SELECT seq, balance_paise INTO last FROM bonded_fundline
    WHERE district_id = NEW.district_id ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1 OR (NEW.seq = 1) <> (NEW.kind = 'opening')
     OR NEW.balance_paise <> coalesce(last.balance_paise, 0) + NEW.amount_paise THEN
    RAISE EXCEPTION 'fund %: line % does not follow', NEW.district_id, NEW.seq;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bonded_fund_line BEFORE INSERT ON bonded_fundline
  FOR EACH ROW EXECUTE FUNCTION public.bonded_fund_line();

CREATE FUNCTION public.bonded_entry_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.file_id, NEW.payment_id, NEW.account_id, NEW.attempt, NEW.reference, NEW.amount_paise)
     IS DISTINCT FROM (OLD.file_id, OLD.payment_id, OLD.account_id, OLD.attempt, OLD.reference, OLD.amount_paise)
     OR OLD.outcome = 'returned' THEN
    RAISE EXCEPTION 'entry % of a bank file is fixed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bonded_entry_fixed BEFORE UPDATE OR DELETE ON bonded_bankentry
  FOR EACH ROW EXECUTE FUNCTION public.bonded_entry_fixed();
"""
BACKWARD = """
DROP TRIGGER bonded_entry_fixed ON bonded_bankentry;
DROP TRIGGER bonded_fund_line ON bonded_fundline;
DROP TRIGGER bonded_payment_fixed ON bonded_payment;
DROP TRIGGER bonded_payment_line ON bonded_paymentline;
DROP TRIGGER bonded_append_only ON bonded_claimreceipt;
DROP TRIGGER bonded_append_only ON bonded_claimitem;
DROP TRIGGER bonded_append_only ON bonded_statementrow;
DROP TRIGGER bonded_append_only ON bonded_fundline;
DROP TRIGGER bonded_append_only ON bonded_paymentline;
DROP TRIGGER bonded_append_only ON bonded_entitlement;
DROP FUNCTION public.bonded_entry_fixed();
DROP FUNCTION public.bonded_fund_line();
DROP FUNCTION public.bonded_payment_fixed();
DROP FUNCTION public.bonded_payment_line();
DROP FUNCTION public.bonded_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("bonded", "0004_money")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
