"""Cases may come on WhatsApp; the column itself stays as it is."""

from django.db import migrations, models

CHANNELS = [
    ("portal", "Portal"),
    ("call", "Call"),
    ("desk", "Counter"),
    ("post", "Letter"),
    ("email", "E-mail"),
    ("app", "Phone app"),
    ("api", "Other system"),
    ("csc", "Service centre"),
    ("whatsapp", "WhatsApp"),
    ("system", "Shram Setu"),
]


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_streams")]
    operations = [migrations.AlterField("case", "channel", models.CharField(choices=CHANNELS, max_length=8))]
