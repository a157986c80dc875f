"""The database notes every change of the roster, so that a process knows when to read it again."""

from django.db import migrations, models

TABLES = ("post", "charge", "leave", "route", "department")
FUNCTION = """
CREATE FUNCTION offices_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO offices_version (id, value) VALUES (1, gen_random_uuid())
  ON CONFLICT (id) DO UPDATE SET value = excluded.value;
  RETURN NULL;
END $$;
INSERT INTO offices_version (id, value) VALUES (1, gen_random_uuid());
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER offices_{table}_note AFTER INSERT OR UPDATE OR DELETE ON offices_{table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION offices_note();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER offices_{table}_note ON offices_{table};\n" for table in TABLES) + (
    "DROP FUNCTION offices_note();"
)


ROLES = [
    ("operator", "Operator"),
    ("feedback", "Feedback desk"),
    ("quality", "Quality desk"),
    ("supervisor", "Supervisor"),
    ("state_desk", "State desk"),
    ("enquiry", "Enquiry officer"),
    ("officer", "Officer"),
    ("dm", "District Magistrate"),
    ("cdo", "Chief Development Officer"),
    ("mandal", "Divisional Commissioner"),
    ("head", "Head of department"),
    ("principal_secretary", "Principal Secretary"),
    ("chief_secretary", "Chief Secretary"),
    ("minister", "Minister"),
    ("cm", "Chief Minister"),
    ("vigilance", "Vigilance post"),
    ("outside", "Vigilance cell of the Chief Secretary"),
    ("edistrict", "e-District manager"),
    ("csc", "Service centre manager"),
    ("administrator", "Administrator"),
]


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]
    operations = [
        migrations.AlterField("post", "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(FUNCTION + TRIGGERS, BACKWARD),
    ]
