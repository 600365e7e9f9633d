"""What was recorded of a sentence by mistake and is taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courts", "0007_sight_while_a_correction_waits")]

    operations = [
        migrations.AddField(
            "sentenceevent",
            "takes_back",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courts.sentenceevent"
            ),
        ),
        migrations.AddConstraint(
            "sentenceevent", models.UniqueConstraint(fields=["takes_back"], name="taken_back_once")
        ),
    ]
