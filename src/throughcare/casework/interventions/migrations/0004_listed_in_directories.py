"""Services that public directories list: whether each goes on, the document it came as, where it is held, and its free places."""

from django.db import migrations, models

import throughcare.casework.interventions.rules.words


class Migration(migrations.Migration):
    dependencies = [("interventions", "0003_one_vocabulary")]

    operations = [
        migrations.AddField(
            "service",
            "standing",
            models.CharField(
                default=throughcare.casework.interventions.rules.words.Standing["ACTIVE"], max_length=20
            ),
        ),
        migrations.AddField("service", "told", models.JSONField(default=dict)),
        migrations.AddField("service", "sites", models.JSONField(default=list)),
        migrations.AddField("service", "places", models.JSONField(default=list)),
        migrations.AddConstraint(
            "service",
            models.CheckConstraint(
                condition=models.Q(("standing__in", ["active", "inactive", "defunct", "temporarily closed"])),
                name="a_services_standing_is_known",
            ),
        ),
    ]
