"""Adds the area that goes with a condition on a map."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds one column."""

    dependencies = [("release", "0001_initial")]

    operations = [
        migrations.AddField(model_name="licencecondition", name="area", field=models.JSONField(null=True)),
    ]
