"""The database itself refuses what would change a review after the fact, or decide outside of one in progress."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_agendaitem
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_answer
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_remark
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_minutes
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();
CREATE TRIGGER monitoring_append_only BEFORE UPDATE OR DELETE ON monitoring_morning
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_refuse();

CREATE FUNCTION public.monitoring_review_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.locked_at IS NOT NULL THEN
    RAISE EXCEPTION 'review %: its minutes are issued, or it is on record', OLD.id;
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN
     (('planned', 'open'), ('open', 'closed'), ('planned', 'cancelled')) THEN
    RAISE EXCEPTION 'review %: % does not become %', OLD.id, OLD.state, NEW.state;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_review_fixed BEFORE UPDATE OR DELETE ON monitoring_review
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_review_fixed();

CREATE FUNCTION public.monitoring_review_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text; wanted text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
  SELECT state INTO stands FROM monitoring_review WHERE id = NEW.review_id;
  IF NOT stands = ANY (wanted) THEN
    RAISE EXCEPTION '%: review % is %', TG_TABLE_NAME, NEW.review_id, stands;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_review_stands BEFORE INSERT ON monitoring_agendaitem
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_review_stands('planned');
CREATE TRIGGER monitoring_review_stands BEFORE INSERT ON monitoring_decision
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_review_stands('open');
CREATE TRIGGER monitoring_review_stands BEFORE INSERT ON monitoring_minutes
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_review_stands('closed');

CREATE FUNCTION public.monitoring_answer_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text;
BEGIN
  SELECT r.state INTO stands FROM monitoring_review r JOIN monitoring_agendaitem i ON i.review_id = r.id
    WHERE i.id = NEW.item_id;
  IF stands NOT IN ('planned', 'open') THEN
    RAISE EXCEPTION 'answer: the review of subject % is %', NEW.item_id, stands;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_answer_in_time BEFORE INSERT ON monitoring_answer
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_answer_in_time();

CREATE FUNCTION public.monitoring_decision_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
     OR (NEW.review_id, NEW.item_id, NEW.number, NEW.text, NEW.owner_id, NEW.proof, NEW.first_due_on)
        IS DISTINCT FROM
        (OLD.review_id, OLD.item_id, OLD.number, OLD.text, OLD.owner_id, OLD.proof, OLD.first_due_on)
     OR NEW.carried NOT IN (OLD.carried, OLD.carried + 1)
     OR (NEW.due_on <> OLD.due_on) <> (NEW.carried <> OLD.carried) THEN
    RAISE EXCEPTION 'decision %: what was decided is never changed', OLD.case_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER monitoring_decision_fixed BEFORE UPDATE OR DELETE ON monitoring_decision
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_decision_fixed();
"""
BACK = """
DROP TRIGGER monitoring_append_only ON monitoring_agendaitem;
DROP TRIGGER monitoring_append_only ON monitoring_answer;
DROP TRIGGER monitoring_append_only ON monitoring_remark;
DROP TRIGGER monitoring_append_only ON monitoring_minutes;
DROP TRIGGER monitoring_append_only ON monitoring_morning;
DROP TRIGGER monitoring_review_fixed ON monitoring_review;
DROP TRIGGER monitoring_review_stands ON monitoring_agendaitem;
DROP TRIGGER monitoring_review_stands ON monitoring_decision;
DROP TRIGGER monitoring_review_stands ON monitoring_minutes;
DROP TRIGGER monitoring_answer_in_time ON monitoring_answer;
DROP TRIGGER monitoring_decision_fixed ON monitoring_decision;
DROP FUNCTION public.monitoring_review_fixed();
DROP FUNCTION public.monitoring_review_stands();
DROP FUNCTION public.monitoring_answer_in_time();
DROP FUNCTION public.monitoring_decision_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0005_reviews")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
