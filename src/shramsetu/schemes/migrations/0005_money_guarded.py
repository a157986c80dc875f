"""The database itself refuses what no ledger may do: skip a step, change a sum that went out, take a line away."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION public.schemes_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER schemes_append_only BEFORE DELETE ON schemes_due
  FOR EACH ROW EXECUTE FUNCTION public.schemes_refuse();
CREATE TRIGGER schemes_append_only BEFORE DELETE ON schemes_transfer
  FOR EACH ROW EXECUTE FUNCTION public.schemes_refuse();
CREATE TRIGGER schemes_append_only BEFORE DELETE ON schemes_batch
  FOR EACH ROW EXECUTE FUNCTION public.schemes_refuse();
CREATE TRIGGER schemes_append_only BEFORE UPDATE OR DELETE ON schemes_lifeproof
  FOR EACH ROW EXECUTE FUNCTION public.schemes_refuse();

CREATE FUNCTION public.schemes_due_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.award_id, NEW.seq, NEW.month, NEW.paise, NEW.interest_paise, NEW.board, NEW.kind)
     IS DISTINCT FROM (OLD.award_id, OLD.seq, OLD.month, OLD.paise, OLD.interest_paise, OLD.board, OLD.kind) THEN
    RAISE EXCEPTION 'due %: what was planned is fixed', OLD.id;
  END IF;
  IF NEW.stage <> OLD.stage AND (OLD.stage, NEW.stage) NOT IN (
    ('planned', 'batched'), ('planned', 'cancelled'), ('planned', 'paid'), ('batched', 'sent'), ('batched', 'planned'),
    ('batched', 'returned'), ('sent', 'paid'), ('sent', 'returned'), ('sent', 'planned'), ('paid', 'returned'),
    ('returned', 'batched'), ('returned', 'cancelled'), ('planned', 'returned'), ('returned', 'paid')) THEN
    RAISE EXCEPTION 'due %: % does not follow %', OLD.id, NEW.stage, OLD.stage;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER schemes_due_goes_on BEFORE UPDATE ON schemes_due
  FOR EACH ROW EXECUTE FUNCTION public.schemes_due_goes_on();

CREATE FUNCTION public.schemes_transfer_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.batch_id, NEW.line, NEW.due_id, NEW.attempt, NEW.reference, NEW.paise, NEW.account_id, NEW.payee_account_id,
      NEW.match)
     IS DISTINCT FROM (OLD.batch_id, OLD.line, OLD.due_id, OLD.attempt, OLD.reference, OLD.paise, OLD.account_id,
      OLD.payee_account_id, OLD.match) THEN
    RAISE EXCEPTION 'transfer %: what went out is fixed', OLD.id;
  END IF;
  IF NEW.outcome <> OLD.outcome AND (OLD.outcome, NEW.outcome) NOT IN (
    ('', 'paid'), ('', 'returned'), ('', 'dropped'), ('', 'untaken'), ('paid', 'returned'), ('untaken', 'paid'),
    ('untaken', 'excess'), ('', 'excess'), ('excess', 'returned')) THEN
    RAISE EXCEPTION 'transfer %: % does not follow %', OLD.id, NEW.outcome, OLD.outcome;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER schemes_transfer_fixed BEFORE UPDATE ON schemes_transfer
  FOR EACH ROW EXECUTE FUNCTION public.schemes_transfer_fixed();
"""
BACKWARD = """
DROP TRIGGER schemes_transfer_fixed ON schemes_transfer;
DROP FUNCTION public.schemes_transfer_fixed();
DROP TRIGGER schemes_due_goes_on ON schemes_due;
DROP FUNCTION public.schemes_due_goes_on();
DROP TRIGGER schemes_append_only ON schemes_due;
DROP TRIGGER schemes_append_only ON schemes_transfer;
DROP TRIGGER schemes_append_only ON schemes_batch;
DROP TRIGGER schemes_append_only ON schemes_lifeproof;
DROP FUNCTION public.schemes_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("schemes", "0004_bank")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
