"""The database itself refuses what would change history, and an approved target whose rows do not add up."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION public.monitoring_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_achievement
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_daytarget
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();

CREATE FUNCTION public.monitoring_correction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE former record;
BEGIN
  IF NEW.corrects_id IS NULL THEN
    RETURN NEW;
  END IF;
  SELECT indicator, place_id, source, "on", number, revision INTO former
    FROM monitoring_achievement WHERE id = NEW.corrects_id;
  IF (NEW.indicator, NEW.place_id, NEW.source, NEW."on", NEW.revision, NEW.change) IS DISTINCT FROM
     (former.indicator, former.place_id, former.source, former."on", former.revision + 1, NEW.number - former.number)
  THEN
    RAISE EXCEPTION 'achievement: row % is not what this one corrects', NEW.corrects_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_correction BEFORE INSERT ON monitoring_achievement
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_correction();

CREATE FUNCTION public.monitoring_target_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong bigint;
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'proposed'
     OR (NEW.indicator, NEW.first_on, NEW.last_on, NEW.version, NEW.from_on, NEW.number, NEW.method, NEW.reason,
         NEW.proposed_by_id) IS DISTINCT FROM
        (OLD.indicator, OLD.first_on, OLD.last_on, OLD.version, OLD.from_on, OLD.number, OLD.method, OLD.reason,
         OLD.proposed_by_id) THEN
    RAISE EXCEPTION 'target %: a version is never changed', OLD.id;
  END IF;
  IF NEW.state = 'approved' THEN
    SELECT count(*) INTO wrong FROM monitoring_share up
      WHERE up.target_id = NEW.id
        AND EXISTS (SELECT FROM monitoring_share down WHERE down.parent_id = up.id)
        AND (up.number, up.before) <> (SELECT sum(down.number), sum(down.before) FROM monitoring_share down
                                       WHERE down.parent_id = up.id);
    IF wrong > 0 OR NEW.number IS DISTINCT FROM
       (SELECT number FROM monitoring_share WHERE target_id = NEW.id AND parent_id IS NULL) THEN
      RAISE EXCEPTION 'target %: its rows do not add up', NEW.id;
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_target_fixed BEFORE UPDATE OR DELETE ON monitoring_targetset
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_target_fixed();

CREATE FUNCTION public.monitoring_share_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'share %: never changed', OLD.id;
  END IF;
  SELECT state INTO stands FROM monitoring_targetset WHERE id = NEW.target_id;
  IF stands <> 'proposed' THEN
    RAISE EXCEPTION 'share: target % is decided', NEW.target_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_share_fixed BEFORE INSERT OR UPDATE OR DELETE ON monitoring_share
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_share_fixed();
"""
BACK = """
DROP TRIGGER monitoring_append_only ON monitoring_achievement;
DROP TRIGGER monitoring_append_only ON monitoring_daytarget;
DROP TRIGGER monitoring_correction ON monitoring_achievement;
DROP TRIGGER monitoring_target_fixed ON monitoring_targetset;
DROP TRIGGER monitoring_share_fixed ON monitoring_share;
DROP FUNCTION public.monitoring_refuse();
DROP FUNCTION public.monitoring_correction();
DROP FUNCTION public.monitoring_target_fixed();
DROP FUNCTION public.monitoring_share_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
