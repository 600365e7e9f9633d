"""What is recorded of a requirement's beginning: that it began, or the lawful reason why it has not."""

import django.db.models.deletion
from django.db import migrations, models

import throughcare.foundation.kernel.ids

_HELD, _BACK = models.Q(word="held"), models.Q(word="taken back")
_SAYS_WHY = models.Q(_HELD, ~models.Q(reason=""), until__isnull=False)
_SAYS_NONE = models.Q(~_HELD, reason="", until=None)
_NAMES = models.Q(_BACK, ~models.Q(note=""), takes_back__isnull=False)
_NAMES_NONE = models.Q(~_BACK, takes_back=None)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0017_reminders")]

    operations = [
        migrations.CreateModel(
            name="Beginning",
            fields=[
                ("id", models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("requirement_id", models.UUIDField()),
                ("word", models.CharField(max_length=12)),
                ("on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("until", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("member_id", models.UUIDField()),
                ("organisation_id", models.UUIDField()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supervision.case")),
                (
                    "takes_back",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supervision.beginning"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "requirement_id", "at"], name="beginnings_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word__in", ["begun", "held", "taken back"])), name="beginning_word_is_known"
                    ),
                    models.CheckConstraint(condition=_SAYS_WHY | _SAYS_NONE, name="a_reason_to_wait_holds_until_a_day"),
                    models.CheckConstraint(condition=_NAMES | _NAMES_NONE, name="what_is_taken_back_is_named"),
                    models.UniqueConstraint(fields=("takes_back",), name="taken_back_once_of_a_requirement"),
                ],
            },
        ),
    ]  # fmt: skip
