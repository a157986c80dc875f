"""The database itself refuses what would change the history of a building, or spend money that was not released."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_measurement
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_moneyrow
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_visit
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_handover
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_readiness
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_term
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_standing
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();

CREATE FUNCTION public.monitoring_plan_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'proposed'
     OR (NEW.work_id, NEW.version, NEW.reason, NEW.proposed_by_id, NEW.proposed_at) IS DISTINCT FROM
        (OLD.work_id, OLD.version, OLD.reason, OLD.proposed_by_id, OLD.proposed_at) THEN
    RAISE EXCEPTION 'plan %: a version is never changed', OLD.id;
  END IF;
  IF NEW.state = 'approved' AND (
       (SELECT count(*) FROM monitoring_planpoint WHERE plan_id = NEW.id) < 2
       OR (SELECT share FROM monitoring_planpoint WHERE plan_id = NEW.id ORDER BY "on" DESC LIMIT 1) <> 10000) THEN
    RAISE EXCEPTION 'plan %: does not end at the whole', NEW.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_plan_fixed BEFORE UPDATE OR DELETE ON monitoring_plan
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_plan_fixed();

CREATE FUNCTION public.monitoring_planpoint_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'plan point %: never changed', OLD.id;
  END IF;
  SELECT state INTO stands FROM monitoring_plan WHERE id = NEW.plan_id;
  IF stands <> 'proposed' THEN
    RAISE EXCEPTION 'plan point: plan % is decided', NEW.plan_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_planpoint_fixed BEFORE INSERT OR UPDATE OR DELETE ON monitoring_planpoint
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_planpoint_fixed();

CREATE FUNCTION public.monitoring_photo_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - '{hidden_at,hidden_why}'::text[])
     IS DISTINCT FROM (to_jsonb(OLD) - '{hidden_at,hidden_why}'::text[]) THEN
    RAISE EXCEPTION 'photo %: never changed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_photo_fixed BEFORE UPDATE OR DELETE ON monitoring_photo
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_photo_fixed();

CREATE FUNCTION public.monitoring_measurement_corrects() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE part bigint;
BEGIN
  IF NEW.corrects_id IS NOT NULL THEN
    SELECT component_id INTO part FROM monitoring_measurement WHERE id = NEW.corrects_id;
    IF part IS DISTINCT FROM NEW.component_id THEN
      RAISE EXCEPTION 'measurement: row % is of another part', NEW.corrects_id;
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_measurement_corrects BEFORE INSERT ON monitoring_measurement
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_measurement_corrects();

CREATE FUNCTION public.monitoring_money_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sums record; former record;
BEGIN
  PERFORM 1 FROM monitoring_work WHERE case_id = NEW.work_id FOR UPDATE;
  IF NEW.corrects_id IS NOT NULL THEN
    SELECT work_id, stage, paise INTO former FROM monitoring_moneyrow WHERE id = NEW.corrects_id;
    IF (NEW.work_id, NEW.stage, NEW.paise) IS DISTINCT FROM (former.work_id, former.stage, -former.paise) THEN
      RAISE EXCEPTION 'money: row % is not what this one takes back', NEW.corrects_id;
    END IF;
  END IF;
  SELECT coalesce(sum(paise) FILTER (WHERE stage = 'sanctioned'), 0) AS sanctioned,
         coalesce(sum(paise) FILTER (WHERE stage = 'released'), 0) AS released,
         coalesce(sum(paise) FILTER (WHERE stage = 'spent'), 0) AS spent,
         coalesce(sum(paise) FILTER (WHERE stage = 'certified'), 0) AS certified
    INTO sums FROM monitoring_moneyrow WHERE work_id = NEW.work_id;
  IF NOT (sums.sanctioned >= sums.released AND sums.released >= sums.spent AND sums.spent >= sums.certified
          AND sums.certified >= 0) THEN
    RAISE EXCEPTION 'money of work %: more came to a stage than to the one before', NEW.work_id;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER monitoring_money_order AFTER INSERT ON monitoring_moneyrow
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_money_order();
"""
BACK = """
DROP TRIGGER monitoring_append_only ON monitoring_measurement;
DROP TRIGGER monitoring_append_only ON monitoring_moneyrow;
DROP TRIGGER monitoring_append_only ON monitoring_visit;
DROP TRIGGER monitoring_append_only ON monitoring_handover;
DROP TRIGGER monitoring_append_only ON monitoring_readiness;
DROP TRIGGER monitoring_append_only ON monitoring_term;
DROP TRIGGER monitoring_append_only ON monitoring_standing;
DROP TRIGGER monitoring_plan_fixed ON monitoring_plan;
DROP TRIGGER monitoring_planpoint_fixed ON monitoring_planpoint;
DROP TRIGGER monitoring_photo_fixed ON monitoring_photo;
DROP TRIGGER monitoring_measurement_corrects ON monitoring_measurement;
DROP TRIGGER monitoring_money_order ON monitoring_moneyrow;
DROP FUNCTION public.monitoring_plan_fixed();
DROP FUNCTION public.monitoring_planpoint_fixed();
DROP FUNCTION public.monitoring_photo_fixed();
DROP FUNCTION public.monitoring_measurement_corrects();
DROP FUNCTION public.monitoring_money_order();
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0003_works")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
