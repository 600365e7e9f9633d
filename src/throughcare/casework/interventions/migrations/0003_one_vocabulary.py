"""What came of a session is told in the one vocabulary of attendance; whether "sent away" was for behaviour nobody had asked."""

from django.db import migrations, models

_NOW = {
    "sent away": "sent away, why not recorded",
    "acceptable absence": "absent, acceptable",
    "unacceptable absence": "absent, unacceptable",
    "not held by the service": "did not happen, the service's doing",
}
_KNOWN = [
    "attended", "attended late", "attended, did not comply", "sent away for behaviour", "sent away by the service",
    "absent, acceptable", "absent, unacceptable", "absent, evidence awaited", "did not happen, the service's doing",
    "did not happen, moved at their request", "could not be reached", "sent away, why not recorded", "outcome not recorded",
]  # fmt: skip


def _told(words):
    def tell(apps, editor):
        steps = apps.get_model("interventions", "ReferralStep").objects.using(editor.connection.alias)
        for before, after in words.items():
            steps.filter(kind="session recorded", reason=before).update(reason=after)

    return tell


class Migration(migrations.Migration):
    dependencies = [("interventions", "0002_taken_up_again")]

    operations = [
        migrations.AddField("referralstep", "absence", models.CharField(blank=True, default="", max_length=40), False),
        migrations.AddField("referralstep", "evidence", models.CharField(blank=True, default="", max_length=24), False),
        migrations.RunPython(_told(_NOW), _told({after: before for before, after in _NOW.items()})),
        migrations.AddConstraint(
            "referralstep",
            models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "session recorded"), _negated=True), ("reason__in", _KNOWN), _connector="OR"),
                name="a_session_says_what_came_of_it",
            ),
        ),
    ]  # fmt: skip
