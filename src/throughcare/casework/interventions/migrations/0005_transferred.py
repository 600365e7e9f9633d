"""A referral passes to another provider as it stands, and a step says so."""

from django.db import migrations, models

_KINDS = [
    "sent", "returned for information", "sent again", "accepted", "refused", "withdrawn", "taken up again", "given to a worker",
    "plan sent", "plan approved", "plan sent back", "session recorded", "end asked for", "concluded", "transferred",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("interventions", "0004_listed_in_directories")]

    operations = [
        migrations.RemoveConstraint("referralstep", "referral_step_is_known"),
        migrations.AddConstraint(
            "referralstep",
            models.CheckConstraint(condition=models.Q(("kind__in", _KINDS)), name="referral_step_is_known"),
        ),
    ]
