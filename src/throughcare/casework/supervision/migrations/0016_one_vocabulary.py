"""What came of a contact is told in the one vocabulary of attendance, and what shows an absence acceptable."""

from django.db import migrations, models

_KNOWN = [
    "attended", "attended late", "attended, did not comply", "sent away for behaviour", "sent away by the service",
    "absent, acceptable", "absent, unacceptable", "absent, evidence awaited", "did not happen, the service's doing",
    "did not happen, moved at their request", "could not be reached", "sent away, why not recorded", "outcome not recorded",
]  # fmt: skip
_SHOWN = models.Q(
    evidence__in=["evidence seen", "taken at their word", "asked for, none shown"],
    outcome__in=["absent, acceptable", "absent, unacceptable"],
)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0015_told_of_what_ended")]

    operations = [
        migrations.RemoveConstraint("contact", "contact_outcome_is_known"),
        migrations.AddField("contact", "evidence", models.CharField(blank=True, default="", max_length=24), False),
        migrations.AddConstraint(
            "contact",
            models.CheckConstraint(condition=models.Q(("outcome__in", _KNOWN)), name="contact_outcome_is_known"),
        ),
        migrations.AddConstraint(
            "contact",
            models.CheckConstraint(
                condition=models.Q(("evidence", ""), _SHOWN, _connector="OR"), name="evidence_is_of_an_absence"
            ),
        ),
    ]  # fmt: skip
