"""What the tables alone cannot say: the number sequence, and that a state belongs to its kind's flow."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE casework_number;
ALTER TABLE casework_case ADD CONSTRAINT case_state_in_flow
  FOREIGN KEY (kind, state, phase) REFERENCES casework_flowstate (kind, state, phase);
"""
BACKWARD = """
ALTER TABLE casework_case DROP CONSTRAINT case_state_in_flow;
DROP SEQUENCE casework_number;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
