"""The database itself refuses to change what was published, signed or paid."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION public.hearings_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER hearings_append_only BEFORE UPDATE OR DELETE ON hearings_sum
  FOR EACH ROW EXECUTE FUNCTION public.hearings_refuse();
CREATE TRIGGER hearings_append_only BEFORE DELETE ON hearings_hearing
  FOR EACH ROW EXECUTE FUNCTION public.hearings_refuse();
CREATE TRIGGER hearings_append_only BEFORE DELETE ON hearings_recovery
  FOR EACH ROW EXECUTE FUNCTION public.hearings_refuse();

CREATE FUNCTION public.hearings_date_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.matter_id, NEW.forum_id, NEW.seq, NEW.on_at, NEW.purpose, NEW.fixed_by, NEW.fixed_at)
     IS DISTINCT FROM (OLD.matter_id, OLD.forum_id, OLD.seq, OLD.on_at, OLD.purpose, OLD.fixed_by, OLD.fixed_at) THEN
    RAISE EXCEPTION 'hearing %: a date is moved by another row', OLD.id;
  END IF;
  IF OLD.state <> 'fixed' AND (NEW.state, NEW.result, NEW.adjourned_by, NEW.cause, NEW.cost_paise, NEW.ended_at)
     IS DISTINCT FROM (OLD.state, OLD.result, OLD.adjourned_by, OLD.cause, OLD.cost_paise, OLD.ended_at) THEN
    RAISE EXCEPTION 'hearing %: what came of it stands', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hearings_date_stands BEFORE UPDATE ON hearings_hearing
  FOR EACH ROW EXECUTE FUNCTION public.hearings_date_stands();

CREATE FUNCTION public.hearings_list_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION 'list %: published', OLD.id; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hearings_list_stands BEFORE UPDATE OR DELETE ON hearings_causelist
  FOR EACH ROW EXECUTE FUNCTION public.hearings_list_stands();

CREATE FUNCTION public.hearings_item_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_list bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.list_id ELSE OLD.list_id END;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM hearings_causelist WHERE id = of_list AND published_at IS NOT NULL) THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  -- Of a published row the title alone may go, when the personal data of the matter are erased.
  IF TG_OP = 'UPDATE' AND NEW.title = '' AND
     (NEW.list_id, NEW.hearing_id, NEW.position, NEW.on_at, NEW.case_number, NEW.number, NEW.purpose)
     IS NOT DISTINCT FROM
     (OLD.list_id, OLD.hearing_id, OLD.position, OLD.on_at, OLD.case_number, OLD.number, OLD.purpose)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'list %: published', of_list;
END $$;
CREATE TRIGGER hearings_item_stands BEFORE INSERT OR UPDATE OR DELETE ON hearings_listitem
  FOR EACH ROW EXECUTE FUNCTION public.hearings_item_stands();

CREATE FUNCTION public.hearings_order_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.signed_at IS NULL THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'order %: signed', OLD.id; END IF;
  IF (NEW.matter_id, NEW.seq, NEW.kind, NEW.template, NEW.outcome, NEW.comply_by, NEW.signed_by, NEW.signed_at,
      NEW.digest)
     IS DISTINCT FROM (OLD.matter_id, OLD.seq, OLD.kind, OLD.template, OLD.outcome, OLD.comply_by, OLD.signed_by,
      OLD.signed_at, OLD.digest)
     OR NEW.text NOT IN ('', OLD.text) OR NEW.operative NOT IN ('', OLD.operative)
     OR NEW.public_text NOT IN ('', OLD.public_text) THEN
    RAISE EXCEPTION 'order %: signed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hearings_order_stands BEFORE UPDATE OR DELETE ON hearings_order
  FOR EACH ROW EXECUTE FUNCTION public.hearings_order_stands();

CREATE FUNCTION public.hearings_award_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.order_id, NEW.paise, NEW.compensation_paise, NEW.interest_percent, NEW.interest_from,
     NEW.made_on, NEW.comply_by) IS DISTINCT FROM (OLD.order_id, OLD.paise, OLD.compensation_paise,
     OLD.interest_percent, OLD.interest_from, OLD.made_on, OLD.comply_by) THEN
    RAISE EXCEPTION 'award %: signed', OLD.matter_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hearings_award_stands BEFORE UPDATE OR DELETE ON hearings_award
  FOR EACH ROW EXECUTE FUNCTION public.hearings_award_stands();
"""
BACKWARD = """
DROP TRIGGER hearings_award_stands ON hearings_award;
DROP FUNCTION public.hearings_award_stands();
DROP TRIGGER hearings_order_stands ON hearings_order;
DROP FUNCTION public.hearings_order_stands();
DROP TRIGGER hearings_item_stands ON hearings_listitem;
DROP FUNCTION public.hearings_item_stands();
DROP TRIGGER hearings_list_stands ON hearings_causelist;
DROP FUNCTION public.hearings_list_stands();
DROP TRIGGER hearings_date_stands ON hearings_hearing;
DROP FUNCTION public.hearings_date_stands();
DROP TRIGGER hearings_append_only ON hearings_sum;
DROP TRIGGER hearings_append_only ON hearings_hearing;
DROP TRIGGER hearings_append_only ON hearings_recovery;
DROP FUNCTION public.hearings_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("hearings", "0002_sittings")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
