"""Days on remand that count, time served, requirements up to a number, and programmes ordered by name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courts", "0009_followed_in_one_table")]

    operations = [
        migrations.AddField("sentence", "credit_days", models.IntegerField(null=True)),
        migrations.AddField("sentence", "time_served", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "sentence",
            models.CheckConstraint(
                condition=models.Q(("credit_days", None), ("credit_days__gte", 0), _connector="OR"),
                name="days_on_remand_are_a_number",
            ),
        ),
        migrations.AddField("requirement", "at_most", models.BooleanField(default=False)),
        migrations.AddField("requirement", "name", models.CharField(blank=True, max_length=200)),
    ]
