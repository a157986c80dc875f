"""The database rings when a message is queued: once a transaction, however many messages it wrote."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION outbox_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$;
CREATE TRIGGER outbox_message_doorbell AFTER INSERT ON outbox_message
  FOR EACH STATEMENT EXECUTE FUNCTION outbox_ring();
"""
BACKWARD = """
DROP TRIGGER outbox_message_doorbell ON outbox_message;
DROP FUNCTION outbox_ring();
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
