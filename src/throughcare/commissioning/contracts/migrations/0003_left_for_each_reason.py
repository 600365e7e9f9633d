"""What was counted keeps the day of each reason for which a service level may leave it out: one no longer hides the other."""

from django.db import migrations, models
from django.db.models import F


def each_in_its_own_column(apps, schema_editor):
    counted = apps.get_model("contracts", "Counted").objects.using(schema_editor.connection.alias)
    counted.filter(left_for="withdrawn before it was due").update(withdrawn_on=F("left_on"))
    counted.filter(left_for="absent before it was due").update(absent_on=F("left_on"))


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_statements")]

    operations = [
        migrations.AddField("counted", "withdrawn_on", models.DateField(null=True)),
        migrations.AddField("counted", "absent_on", models.DateField(null=True)),
        migrations.RunPython(each_in_its_own_column, migrations.RunPython.noop),
        migrations.RemoveConstraint("counted", "what_is_counted_is_known"),
        migrations.RemoveField("counted", "left_on"),
        migrations.RemoveField("counted", "left_for"),
        migrations.AddConstraint(
            "counted",
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "what__in",
                        [
                            "referral accepted", "session attended", "referral concluded", "referrals answered",
                            "first sessions attended",
                        ],
                    )
                ),
                name="what_is_counted_is_known",
            ),
        ),
    ]
