"""A passing on keeps whose the referral was until then, so that what was done by then stays theirs; of one before this nobody knows."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("interventions", "0007_amendments")]

    operations = [
        migrations.AddField("referralstep", "left_unit", models.UUIDField(null=True)),
        migrations.AddField("referralstep", "left_service", models.UUIDField(null=True)),
        migrations.AddConstraint(
            "referralstep",
            models.CheckConstraint(
                condition=Q(left_unit=None, left_service=None)
                | Q(kind="transferred", left_unit__isnull=False, left_service__isnull=False),
                name="only_a_passing_on_leaves_a_team",
            ),
        ),
    ]
