from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0010_eligible_unpaid")]

    operations = [
        migrations.AlterField(
            model_name="unclaimed",
            name="sign",
            field=models.CharField(
                choices=[
                    ("birth", "A child was born"),
                    ("death", "The worker died"),
                    ("pupil", "A child of school age"),
                    ("bride", "A grown daughter, not married"),
                    ("age", "Old enough for the pension"),
                    ("due", "Renewal due"),
                    ("lapsed", "Renewal lapsed"),
                    ("draft", "A claim was begun and not sent"),
                    ("papers", "A claim laid aside waits for papers"),
                    ("appeal", "A refusal can be appealed"),
                ],
                max_length=6,
            ),
        ),
    ]
