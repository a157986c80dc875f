"""Lists of a district are read newest first, whatever the department: the index is ordered so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_no_like_indexes")]
    operations = [
        migrations.RemoveIndex(model_name="case", name="case_district_dept"),
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["district", "-opened_at"], name="case_district")
        ),
    ]
