"""A referral that a death ended is taken up again, when the death was recorded by mistake."""

from django.db import migrations, models

_KINDS = [
    "sent", "returned for information", "sent again", "accepted", "refused", "withdrawn", "taken up again", "given to a worker",
    "plan sent", "plan approved", "plan sent back", "session recorded", "end asked for", "concluded",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("interventions", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("referralstep", "referral_step_is_known"),
        migrations.AddConstraint(
            "referralstep",
            models.CheckConstraint(condition=models.Q(("kind__in", _KINDS)), name="referral_step_is_known"),
        ),
    ]
