from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bonded", "0011_closed_may_turn")]

    operations = [
        migrations.AlterField(
            model_name="proof",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dm_proof", "District Magistrate's finding of proof of bondage"),
                    ("state_sanction", "Sanction of the state or the ministry"),
                    ("annuity_consent", "Consent of the freed person to an annuity"),
                    ("no_immediate", "The immediate assistance cannot be paid"),
                    ("no_balance", "The balance cannot be paid"),
                ],
                max_length=20,
            ),
        )
    ]
